import { tmpdir } from 'node:os'
import { buffer } from 'node:stream/consumers'
import type { ExportRequest } from '@vitrine/contracts'
import { makeNewImage, makePerception, makeTriage } from '@vitrine/db/testing'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExportsWithoutFiles } from '../testing/exports.ts'
import { createEmbedder } from './embed.ts'
import { makeRecord } from './record-fixture.ts'
import { openRoom, unpackBytes, want } from './testing.ts'
import { xmpOf } from './xmp.ts'

/** It needs Perl. */
const probe = createEmbedder({ directory: tmpdir() })
const HAS_EXIFTOOL = await probe.isAvailable()
await probe.close()

let room: Awaited<ReturnType<typeof openRoom>>
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.dispose())

describe('words written into copies', () => {
  const paint = (format: 'jpeg' | 'png' | 'webp') =>
    sharp({ create: { width: 20, height: 10, channels: 3, background: '#a33' } })
      .toFormat(format)
      .toBuffer()
  const pixels = async (bytes: Uint8Array) => (await sharp(bytes).raw().toBuffer()).toString('hex')

  async function addPicture(format: 'jpeg' | 'png' | 'webp', bytes: Uint8Array) {
    const stored = await room.blobs.put(bytes)
    const mediaType = `image/${format}` as const
    const image = makeNewImage(format, { ...stored, mediaType, fileName: `mug.${format}`, variants: [] })
    const { id } = await room.db.images.create(image)
    await room.db.images.setCaption(id, 'caption', 'A "red" mug,\n=on a table – ünï', 'Ann')
    await room.db.tags.add('kitchen', { ids: [id] })
    return stored.sha256
  }

  async function filesOf(selection: ExportRequest['selection'] = { query: '' }) {
    const { body } = await room.exports.open(want({ selection, format: 'zip', embed: true }))
    return unpackBytes(await new Response(body).arrayBuffer())
  }

  it.runIf(HAS_EXIFTOOL)('are the alt text, the description and the tags, and change no pixel', async () => {
    const originals = { jpeg: await paint('jpeg'), png: await paint('png'), webp: await paint('webp') }
    const hashes: string[] = []
    for (const format of ['jpeg', 'png', 'webp'] as const)
      hashes.push(await addPicture(format, originals[format]))
    const files = await filesOf()
    expect(files.map((file) => file.path)).toEqual(['mug.jpeg', 'mug (2).png', 'mug (3).webp'])
    for (const [index, format] of (['jpeg', 'png', 'webp'] as const).entries()) {
      const bytes = files[index]?.bytes ?? new Uint8Array()
      expect(await pixels(bytes)).toBe(await pixels(originals[format]))
      const xmp = new TextDecoder().decode((await sharp(bytes).metadata()).xmp)
      expect(xmp).toContain('AltTextAccessibility')
      expect(xmp).toContain('A &quot;red&quot; mug,\n=on a table – ünï')
      expect(xmp).toContain('<rdf:li>kitchen</rdf:li>')
      expect(await buffer(await room.blobs.read(hashes[index] ?? ''))).toEqual(originals[format])
    }
    expect(await room.temporaryFiles()).toEqual([])
  })

  it.runIf(HAS_EXIFTOOL)('of a model leave what a photographer has written', async () => {
    const own = await sharp(await paint('jpeg'))
      .withXmp(xmpOf(makeRecord({ caption: 'The photographer’s.', tags: ['studio'] })))
      .toBuffer()
    const stored = await room.blobs.put(own)
    const { id } = await room.db.images.create(makeNewImage('own', { ...stored, variants: [] }))
    const [job] = await room.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
    if (!job) throw new Error('There is no job to claim.')
    await room.db.jobs.commitPerception(job, {
      result: makePerception({ caption: 'A model’s.' }),
      triage: makeTriage(),
      hasReasoningEngine: false,
    })
    const [file] = await filesOf({ ids: [id] })
    const xmp = new TextDecoder().decode((await sharp(file?.bytes).metadata()).xmp)
    expect(xmp).toContain('The photographer’s.')
    expect(xmp).not.toContain('A model’s.')
  })

  it.runIf(HAS_EXIFTOOL)('are told to be missing from files that cannot be written', async () => {
    await room.add('no picture', 'broken.jpg')
    const files = await filesOf()
    expect(files.map((file) => file.path)).toEqual(['broken.jpg', '_without-words.txt'])
    expect(new TextDecoder().decode(files[0]?.bytes)).toBe('no picture')
    expect(await room.temporaryFiles()).toEqual([])
  })

  it('are refused where ExifTool does not run', async () => {
    const exports = createExportsWithoutFiles(room.db)
    await expect(exports.prepare(want({ format: 'zip', embed: true }))).rejects.toMatchObject({
      code: 'task-unsupported',
      suggestion: expect.stringContaining('XMP'),
    })
  })
})
