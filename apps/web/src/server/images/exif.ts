/** When and with what a picture was taken, from its EXIF block. */
import exifr from 'exifr'
import { z } from 'zod'

export interface TakenInfo {
  /** Milliseconds since 1970; null when the file does not say. */
  takenAt: number | null
  /** "Apple iPhone 15"; null when the file does not say. */
  camera: string | null
}

const TAGS = ['DateTimeOriginal', 'CreateDate', 'OffsetTimeOriginal', 'OffsetTimeDigitized', 'Make', 'Model']
const NOTHING: TakenInfo = { takenAt: null, camera: null }

const text = z.string().optional().catch(undefined)
const Tags = z.object({
  DateTimeOriginal: text,
  CreateDate: text,
  OffsetTimeOriginal: text,
  OffsetTimeDigitized: text,
  Make: text,
  Model: text,
})

/**
 * Reads an EXIF block as libvips hands it out, whatever file it came from.
 * Damaged EXIF is common in good pictures and costs them nothing: it reads as "does not say".
 */
export async function readTakenInfo(exif: Uint8Array, now: number): Promise<TakenInfo> {
  const parsed = Tags.safeParse(await parseTags(exif))
  if (!parsed.success) return NOTHING
  const tags = parsed.data
  const taken =
    parseExifDate(tags.DateTimeOriginal, tags.OffsetTimeOriginal) ??
    parseExifDate(tags.CreateDate, tags.OffsetTimeDigitized)
  return {
    takenAt: taken !== null && taken > 0 && taken <= now + 86_400_000 ? taken : null,
    camera: cameraName(tags.Make, tags.Model),
  }
}

async function parseTags(bytes: Uint8Array): Promise<unknown> {
  try {
    return await exifr.parse(withoutExifHeader(bytes), {
      pick: TAGS,
      reviveValues: false,
      translateValues: false,
    })
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

/** libvips hands the block out with its JPEG marker "Exif\0\0" before it; the TIFF structure starts after. */
function withoutExifHeader(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'Exif' ? bytes.subarray(6) : bytes
}

/**
 * "2024:05:01 18:30:00" with an offset as "+02:00". Without one it is taken as this machine's local time,
 * the best guess for a gallery that stands where its pictures were taken. Null when it is no date.
 */
export function parseExifDate(value: string | undefined, offset: string | undefined): number | null {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(value ?? '')
  if (!parts) return null
  const zone = /^(?:Z|[+-]\d\d:\d\d)$/.test(offset?.trim() ?? '') ? (offset?.trim() ?? '') : ''
  const [, year, month, day, hour, minute, second] = parts
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time) ? null : time
}

/** Maker and model without saying the maker twice ("Canon" + "Canon EOS 5D"). */
export function cameraName(make: string | undefined, model: string | undefined): string | null {
  const maker = make?.replaceAll('\0', '').trim() ?? ''
  const name = model?.replaceAll('\0', '').trim() ?? ''
  if (maker === '' && name === '') return null
  const firstWord = maker.split(' ')[0] ?? ''
  const isNamed = firstWord !== '' && name.toLowerCase().startsWith(firstWord.toLowerCase())
  return (isNamed ? name : `${maker} ${name}`).trim().slice(0, 100)
}
