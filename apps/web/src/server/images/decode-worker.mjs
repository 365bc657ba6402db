// @ts-check
/**
 * The thread in which WebAssembly and plain JavaScript decode one file: they compute without pause, which
 * would hold up every request of the process. One thread for one file: its memory goes with it.
 * Plain JavaScript because Node 20 starts it as it is, from the source as from the build.
 */
import { parentPort, workerData } from 'node:worker_threads'

/** @typedef {{ task: 'heic' | 'bmp' | 'pdf', bytes: Uint8Array, maxPixels: number, dpi: number }} Work */

if (!parentPort) throw new Error('This file runs as a worker thread.')
const port = parentPort

/** @param {'damaged' | 'encrypted' | 'too-many-pixels'} reason @param {unknown} [error] */
const refuse = (reason, error) =>
  port.postMessage({ type: 'refused', reason, detail: error instanceof Error ? error.message : '' })

/** @param {number} width @param {number} height @param {number} maxPixels */
const fits = (width, height, maxPixels) => width > 0 && height > 0 && width * height <= maxPixels

/** @param {{ width: number, height: number, data: Uint8Array | Uint8ClampedArray }} picture @param {object} [more] */
function send(picture, more) {
  const data = new Uint8Array(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength)
  const whole = data.byteLength === data.buffer.byteLength ? data : data.slice()
  port.postMessage(
    { type: 'picture', width: picture.width, height: picture.height, data: whole, ...more },
    whole.buffer instanceof ArrayBuffer ? [whole.buffer] : [],
  )
}

/** @param {Work} work */
async function decodeHeic(work) {
  const { default: decode } = await import('heic-decode')
  const images = await decode.all({ buffer: work.bytes })
  const first = images[0]
  if (!first) return refuse('damaged')
  if (!fits(first.width, first.height, work.maxPixels)) return refuse('too-many-pixels')
  send(await first.decode())
}

/** @param {Work} work */
async function decodeBmp(work) {
  const buffer = Buffer.from(work.bytes.buffer, work.bytes.byteOffset, work.bytes.byteLength)
  // Width and height lie at fixed places; height is negative where rows go from top to bottom.
  const isOld = buffer.readUInt32LE(14) === 12
  const width = isOld ? buffer.readUInt16LE(18) : Math.abs(buffer.readInt32LE(18))
  const height = isOld ? buffer.readUInt16LE(20) : Math.abs(buffer.readInt32LE(22))
  if (!fits(width, height, work.maxPixels))
    return refuse(width * height === 0 ? 'damaged' : 'too-many-pixels')
  const { decode } = await import('bmp-ts')
  const image = decode(buffer, { toRGBA: true })
  send({ width: image.width, height: Math.abs(image.height), data: image.data })
}

/** @returns {Promise<void>} Resolves when the reader wants another page. */
const nextWanted = () => new Promise((resolve) => port.once('message', () => resolve()))

/** @param {Work} work */
async function decodePdf(work) {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium')
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(work.bytes)
  const count = document.getPageCount()
  for (let index = 0; index < count; index += 1) {
    const page = document.getPage(index)
    const { originalWidth: width, originalHeight: height } = page.getOriginalSize()
    const scale = Math.min(work.dpi / 72, Math.sqrt(work.maxPixels / Math.max(1, width * height)))
    const drawn = await page.render({ scale, render: 'bitmap', renderFormFields: true })
    send(drawn, { page: index + 1, pageCount: count })
    await nextWanted()
  }
  port.postMessage({ type: 'end' })
}

/** @param {unknown} error */
function explain(error) {
  const message = error instanceof Error ? error.message : ''
  refuse(/password|security/i.test(message) ? 'encrypted' : 'damaged', error)
}

/** @type {Work} */
const work = workerData
const decoders = { heic: decodeHeic, bmp: decodeBmp, pdf: decodePdf }
await decoders[work.task](work).catch(explain)
// A handle left open by a library must not keep the thread alive.
port.close()
