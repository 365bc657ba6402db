/** A picture's format by its first bytes, whatever its name says. */

export type ImageFormat =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'tiff'
  | 'avif'
  | 'svg'
  | 'heic'
  | 'bmp'
  | 'pdf'
  | 'unknown'

const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'])

/** How far into a file the `<svg` of an SVG is looked for: licences and doctypes may come first. */
const SVG_WINDOW = 4096

/** The format that the bytes announce; what follows may still be broken. */
export function sniffFormat(bytes: Buffer): ImageFormat {
  const ascii = (start: number, end: number) => bytes.toString('latin1', start, end)
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (/^GIF8[79]a/.test(ascii(0, 6))) return 'gif'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp'
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(ascii(0, 4))) return 'tiff'
  if (ascii(4, 8) === 'ftyp') return sniffBrand(bytes)
  if (ascii(0, 5) === '%PDF-') return 'pdf'
  if (ascii(0, 2) === 'BM' && bytes.length >= 26) return 'bmp'
  return isSvg(bytes) ? 'svg' : 'unknown'
}

/** ISO base media: AVIF and HEIC share their container; AVIF may hide behind the brand `mif1`. */
function sniffBrand(bytes: Buffer): ImageFormat {
  const boxLength = Math.min(bytes.length, Math.max(16, bytes.readUInt32BE(0)), 256)
  const brands: string[] = [...(bytes.toString('latin1', 8, boxLength).match(/.{4}/gs) ?? [])]
  if (brands.includes('avif') || brands.includes('avis')) return 'avif'
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'heic' : 'unknown'
}

function isSvg(bytes: Buffer): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0x3c && bytes[1] === 0)
  const head = bytes.toString(isUtf16 ? 'utf16le' : 'utf8', 0, SVG_WINDOW).replace(/^\ufeff/, '')
  const withoutProlog = head.replace(
    /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(\[[\s\S]*?\])?\s*>/gi,
    '',
  )
  return /^\s*<([\w-]+:)?svg[\s>]/i.test(withoutProlog)
}

/** Whether an SVG points at another file or address; references inside it (`#id`, `data:`) do not count. */
export function hasOutsideReference(bytes: Buffer): boolean {
  const text = bytes.toString('utf8')
  const targets = [
    ...text.matchAll(/\b(?:xlink:)?href\s*=\s*["']\s*([^"']*)/gi),
    ...text.matchAll(/url\(\s*["']?([^"')]*)/gi),
    ...text.matchAll(/<!ENTITY\s+\S+\s+SYSTEM\s+["']([^"']*)/gi),
    ...text.matchAll(/@import\s+["']([^"']*)/gi),
  ]
  return targets.some(([, target]) => target !== undefined && target !== '' && !/^(#|data:)/i.test(target))
}
