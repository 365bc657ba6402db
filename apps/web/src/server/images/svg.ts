/** SVG from strangers: text that can ask for other files. It is only ever drawn after this has been at it. */
import { AppError } from '@vitrine/contracts'

const PROLOGUE =
  /^\ufeff?(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\])?[^>]*>)*<(?:\w+:)?svg[\s>/]/i
const PICTURE_DATA = /^data:image\/(?:png|jpe?g|gif|webp);/i

/** Whether text starts as an SVG document does: prologue, comments, doctype, then `<svg`. */
export function looksLikeSvg(head: string): boolean {
  return PROLOGUE.test(head)
}

/**
 * The same drawing with nothing that reaches outside itself: links to other files, style sheets, scripts
 * and embedded pages are cut out; pictures inside it (as data) stay.
 * Throws `unsupported-media` for entity definitions, the means of expansion bombs and file disclosure.
 */
export function sanitizeSvg(text: string): string {
  if (/<!ENTITY/i.test(text)) {
    throw new AppError(
      'unsupported-media',
      'This SVG defines XML entities, which can hide an attack; it is refused.',
      {
        suggestion: 'Save it again as plain SVG.',
      },
    )
  }
  return text
    .replace(/<\?xml-stylesheet[\s\S]*?\?>/gi, '')
    .replace(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\])?[^>]*>/gi, '')
    .replace(/<((?:\w+:)?(?:script|foreignObject|iframe))\b[\s\S]*?(?:<\/\1\s*>|\/>)/gi, '')
    .replace(/@import[^;<]*;?/gi, '')
    .replace(/((?:\w+:)?(?:href|src)\s*=\s*)("[^"]*"|'[^']*')/gi, (_whole, name: string, quoted: string) =>
      isInside(quoted.slice(1, -1)) ? `${name}${quoted}` : `${name}""`,
    )
    .replace(/url\(\s*(["']?)([^)"']*)\1\s*\)/gi, (whole, _quote: string, target: string) =>
      isInside(target) ? whole : 'none',
    )
}

/** References that stay: to a part of the same document, or to a picture carried as data. */
function isInside(target: string): boolean {
  const trimmed = target.trim()
  return trimmed.startsWith('#') || PICTURE_DATA.test(trimmed)
}
