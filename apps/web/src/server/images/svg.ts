/**
 * SVG from strangers: text that can ask for other files. It is only ever drawn after this has been at it.
 * Every step is one pass over the text, so that no file can make it slow.
 */
import { AppError } from '@vitrine/contracts'

const ROOT = /^<(?:[\w-]{1,30}:)?svg[\s>/]/i
const PICTURE_DATA = /^data:image\/(?:png|jpe?g|gif|webp);/i
/** Enough of a reference to see whether it leads outside. */
const PEEK = 64

/** Whether text starts as an SVG document does: declarations, comments, doctype, then `<svg`. */
export function looksLikeSvg(head: string): boolean {
  let rest = head.replace(/^\ufeff/, '').trimStart()
  while (rest.startsWith('<?') || rest.startsWith('<!')) {
    const next = afterProlog(rest)
    if (next === -1) return false
    rest = rest.slice(next).trimStart()
  }
  return ROOT.test(rest)
}

/** Where the declaration, comment or doctype that `text` starts with ends; -1 when it does not. */
function afterProlog(text: string): number {
  if (text.startsWith('<?')) return endOf(text, '?>')
  if (text.startsWith('<!--')) return endOf(text, '-->')
  const subset = text.indexOf('[')
  const close = text.indexOf('>')
  return subset !== -1 && subset < close ? endOf(text, ']>') : endOf(text, '>')
}

function endOf(text: string, mark: string): number {
  const at = text.indexOf(mark)
  return at === -1 ? -1 : at + mark.length
}

/**
 * The same drawing with nothing that reaches outside itself: references to other files come to point nowhere
 * inside it, style sheets of others are not asked for; pictures inside it (as data) stay.
 * The renderer opens no other files either; this is the second lock on that door.
 * Throws `unsupported-media` for entity definitions, the means of expansion bombs and file disclosure.
 */
export function sanitizeSvg(text: string): string {
  if (/<!ENTITY/i.test(text)) {
    const message = 'This SVG defines XML entities, which can hide an attack; it is refused.'
    throw new AppError('unsupported-media', message, { suggestion: 'Save it again as plain SVG.' })
  }
  const body = text
    // Without its declaration the text is read as what it is here, UTF-8, and not in an encoding that hides things.
    .replace(/^\ufeff?\s*<\?xml\s[^>]{0,300}>/i, '')
    .replace(/<\?xml-stylesheet/gi, '<?ignored')
    .replace(/@import/gi, '@ignored')
  return keepInside(keepInside(body, /\b(?:href|src)\s*=\s*["']/gi), /url\(\s*["']?/gi)
}

/** Turns every reference that starts after `opening` and leads outside into one to a part that is not there. */
function keepInside(text: string, opening: RegExp): string {
  return text.replace(opening, (match: string, offset: number) => {
    const target = text.slice(offset + match.length, offset + match.length + PEEK).trimStart()
    return target.startsWith('#') || PICTURE_DATA.test(target) ? match : `${match}#`
  })
}
