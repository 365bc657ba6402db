/** What a file is, by its bytes; its name has no say. */
import { open } from 'node:fs/promises'
import { AppError, type MediaType } from '@vitrine/contracts'
import { fileTypeFromFile } from 'file-type'
import { looksLikeSvg } from './svg.ts'

/** A kind of file that ingest takes in; a zip holds others. */
export type SniffedType = MediaType | 'application/zip'

const KNOWN: Record<string, SniffedType> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
  'image/apng': 'image/png',
  'image/webp': 'image/webp',
  'image/avif': 'image/avif',
  'image/gif': 'image/gif',
  'image/tiff': 'image/tiff',
  'image/heic': 'image/heic',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'image/bmp': 'image/bmp',
  'application/pdf': 'application/pdf',
  'application/zip': 'application/zip',
  'video/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'video/quicktime': 'video/quicktime',
  'video/webm': 'video/webm',
}

const READABLE = 'JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, BMP, SVG, PDF, MP4, MOV, WebM and ZIP'
const HEAD_BYTES = 4096

/** The type of a file's content. Throws `unsupported-media` with a reason that says what it seems to be. */
export async function sniffFile(file: string): Promise<SniffedType> {
  const head = await readHead(file)
  if (head.length === 0) throw new AppError('undecodable-image', 'This file is empty.')
  const detected = await fileTypeFromFile(file)
  const known = detected && KNOWN[detected.mime]
  if (known) return known
  // A PDF may have some bytes of mail or printer header before it.
  if (head.subarray(0, 1024).includes('%PDF-')) return 'application/pdf'
  if (looksLikeSvg(head.toString('utf8'))) return 'image/svg+xml'
  throw new AppError('unsupported-media', describeUnknown(detected))
}

function describeUnknown(detected: { ext: string; mime: string } | undefined): string {
  if (!detected) return `This is not an image that Vitrine knows; it reads ${READABLE}.`
  const kind = detected.mime.startsWith('image/') ? `${detected.ext.toUpperCase()} image` : detected.mime
  return `The content of this file is "${kind}", which Vitrine does not read; it reads ${READABLE}.`
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
