/**
 * What exported files are called, by a pattern such as `{date}/{name}-{n}`. Safe on Windows, macOS and Linux
 * (https://learn.microsoft.com/windows/win32/fileio/naming-a-file), never outside the folder they are unpacked into, and
 * no two alike in one export. Pure.
 */
import type { ExportRecord } from './export.ts'

export const MAX_PATTERN_LENGTH = 200

/** What a pattern may stand for. A `/` makes folders; the ending is added by itself. */
export const NAME_PLACEHOLDERS = [
  '{name}',
  '{id}',
  '{n}',
  '{date}',
  '{time}',
  '{sha8}',
  '{sha256}',
  '{kind}',
  '{caption}',
  '{width}',
  '{height}',
] as const
const PLACEHOLDER = /\{[^{}]*\}/g

/** Whether every `{…}` is known. */
export function isNamePattern(pattern: string): boolean {
  const known: readonly string[] = NAME_PLACEHOLDERS
  return (pattern.match(PLACEHOLDER) ?? []).every((placeholder) => known.includes(placeholder))
}

/** What a name is made of. */
export type NamedImage = Pick<
  ExportRecord,
  'id' | 'fileName' | 'sha256' | 'kind' | 'caption' | 'width' | 'height' | 'takenAt' | 'createdAt'
>

/** Bytes of UTF-8; file systems take 255 for a name, and numbers and endings want room. */
const MAX_PART_BYTES = 180
const MAX_CAPTION_LENGTH = 60
const UNSAFE = /[<>:"/\\|?*\p{Cc}\p{Cs}]/gu
/** They turn the direction of writing, and so hide what a file is. */
const INVISIBLE = /[\p{Cf}\u2028\u2029]/gu
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i

const withoutEnding = (fileName: string) => fileName.replace(/(?<=.)\.[^.\s]{1,8}$/, '')

function shorten(text: string): string {
  const encoder = new TextEncoder()
  let short = text
  while (encoder.encode(short).length > MAX_PART_BYTES) short = [...short].slice(0, -1).join('')
  return short
}

/** One part of a path: a folder's or a file's name. */
export function safeName(text: string): string {
  const clean = shorten(text.normalize('NFC').replace(INVISIBLE, '').replace(UNSAFE, '_').trim())
    .replace(/[. ]+$/, '')
    .trimStart()
  if (clean === '') return 'image'
  return RESERVED.test(clean) ? `_${clean}` : clean
}

function standsFor(placeholder: string, image: NamedImage, numbering: { n: number; digits: number }): string {
  const at = new Date(image.takenAt ?? image.createdAt).toISOString()
  switch (placeholder) {
    case '{name}':
      return withoutEnding(image.fileName)
    case '{id}':
      return String(image.id)
    case '{n}':
      return String(numbering.n).padStart(numbering.digits, '0')
    case '{date}':
      return at.slice(0, 10)
    case '{time}':
      return at.slice(11, 19).replaceAll(':', '')
    case '{sha8}':
      return image.sha256.slice(0, 8)
    case '{sha256}':
      return image.sha256
    case '{kind}':
      return image.kind ?? 'unknown'
    case '{caption}':
      return [...image.caption].slice(0, MAX_CAPTION_LENGTH).join('')
    case '{width}':
      return String(image.width)
    case '{height}':
      return String(image.height)
    default:
      return placeholder
  }
}

/** The name of the n-th image, 1-based, without an ending; `count` says how many digits a number has. */
export function expandName(
  pattern: string,
  image: NamedImage,
  { n, count }: { n: number; count: number },
): string {
  const numbering = { n, digits: String(Math.max(1, count)).length }
  return pattern
    .split('/')
    .filter((part) => part.trim() !== '')
    .map((part) => safeName(part.replace(PLACEHOLDER, (found) => standsFor(found, image, numbering))))
    .join('/')
    .replace(/^$/, 'image')
}

/**
 * Gives each image of an export a name of its own, one after the other. Upper and lower case do not tell names apart,
 * and neither do endings: an image and its sidecar share a name.
 */
export function createNamer(pattern: string, count: number): (image: NamedImage) => string {
  const taken = new Set<string>()
  const lastNumbers = new Map<string, number>()
  let n = 0
  return (image) => {
    n += 1
    const name = expandName(pattern, image, { n, count })
    const key = name.toLowerCase()
    let number = lastNumbers.get(key) ?? 1
    let unique = name
    while (taken.has(unique.toLowerCase())) {
      number += 1
      unique = `${name} (${number})`
    }
    if (number > 1) lastNumbers.set(key, number)
    taken.add(unique.toLowerCase())
    return unique
  }
}
