/** File names from outside: never a path, never a trick on whoever reads them. */
import { formatClock } from '@vitrine/contracts'

const MAX_LENGTH = 200
/** Control characters, halves of characters, and those that turn the direction of writing (they make "gpj.exe" read as "exe.jpg"). */
const UNSAFE = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** The last part of any path, without control or direction characters, at most 200 characters; `untitled` when nothing is left. */
export function cleanFileName(raw: string): string {
  const last =
    raw
      .split(/[/\\]/)
      .filter((part) => part !== '')
      .at(-1) ?? ''
  const clean = last.normalize('NFC').replace(UNSAFE, '').trim()
  if (clean === '' || clean === '.' || clean === '..') return 'untitled'
  return shorten(clean)
}

/** Cuts the stem, not the extension. */
function shorten(name: string): string {
  const characters = [...name]
  if (characters.length <= MAX_LENGTH) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 10 ? name.slice(dot) : ''
  return characters.slice(0, MAX_LENGTH - extension.length).join('') + extension
}

const EXTENSIONS: Record<string, readonly string[]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png', 'apng'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'image/gif': ['gif'],
  'image/tiff': ['tif', 'tiff'],
  'image/heic': ['heic', 'heif', 'hif'],
  'image/bmp': ['bmp', 'dib'],
  'image/svg+xml': ['svg'],
  'application/pdf': ['pdf'],
  'video/mp4': ['mp4', 'm4v'],
  'video/quicktime': ['mov', 'qt'],
  'video/webm': ['webm'],
}

const PAGE_SUFFIX = / \(page \d+\)$/
const FRAME_SUFFIX = / \(at [\d:]+\)$/

/** The name of the image that a PDF's page is. */
export function pageName(fileName: string, page: number): string {
  return `${fileName} (page ${page})`
}

/** The name of the image that a keyframe is, by when it is seen: `walk.mp4 (at 1:05)`. */
export function frameName(fileName: string, atMs: number): string {
  return `${fileName} (at ${formatClock(atMs / 1000)})`
}

/** The name to save bytes of this type under: as it was, with an extension that tells the truth. */
export function downloadName(fileName: string, mediaType: string): string {
  const allowed = EXTENSIONS[mediaType]
  const [usual] = allowed ?? []
  if (!allowed || !usual) return fileName
  // All pages of a PDF are saved as the PDF, all keyframes as their video.
  const whole = fileName.replace(suffixOf(mediaType), '')
  const extension = /\.([^.]+)$/.exec(whole)?.[1]?.toLowerCase()
  return extension !== undefined && allowed.includes(extension) ? whole : `${whole}.${usual}`
}

/** What was added to the name of a file for one of the images in it. */
function suffixOf(mediaType: string): RegExp | '' {
  if (mediaType === 'application/pdf') return PAGE_SUFFIX
  return mediaType.startsWith('video/') ? FRAME_SUFFIX : ''
}

/** A `content-disposition` value: a plain ASCII name for old clients, the true one by RFC 5987 beside it. */
export function contentDisposition(type: 'inline' | 'attachment', fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(fileName.replace(/\p{Cs}/gu, '_')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
