/**
 * A page of code that a model wrote, made ready to be looked at: Tailwind's classes are compiled into it, and nothing
 * in it can run, load or send anything. The frame that shows it has no rights of its own either.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { AppError } from '@vitrine/contracts'
import { compile } from 'tailwindcss'

/** Longer pages are no screenshots. */
export const MAX_CODE_CHARS = 200_000
const MAX_CLASSES = 5_000

/** Inline styles and pictures that are in the page itself; no scripts, no addresses, nothing that is sent anywhere. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const CLASS_ATTRIBUTE = /\bclass(?:Name)?\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/giu

/** Links look like links though they lead nowhere; below every other style there is. */
const LINKS = '@layer links { a[data-href] { color: -webkit-link; text-decoration: underline } }'

/** The classes that the markup names, each once. */
export function classesOf(html: string): string[] {
  const names = new Set<string>()
  for (const [, double, single, bare] of html.matchAll(CLASS_ATTRIBUTE)) {
    for (const name of (double ?? single ?? bare ?? '').split(/\s+/u)) if (name !== '') names.add(name)
    if (names.size > MAX_CLASSES) break
  }
  return [...names].slice(0, MAX_CLASSES)
}

/**
 * Takes the meaning from what a policy does not govern: a link that is followed replaces the page in its frame by
 * another's, a hint to connect is followed at once, browsers connect for a frame before they ask, and a refresh is a
 * link that follows itself. Attributes are found
 * by their letters alone, wherever they stand: no way of writing markup makes others of them. Places in the page itself
 * stay, for the symbols of drawings.
 */
export function withoutAddresses(html: string): string {
  return html
    .replace(/href(?=\s*=(?!\s*["']?#))/giu, 'data-href')
    .replace(/src(?=\s*=(?!\s*["']?data:))/giu, 'data-src')
    .replace(/http-equiv/giu, 'data-http-equiv')
}

/** A whole document to put into a frame without rights. Throws `too-large`. */
export async function previewCode(html: string): Promise<string> {
  if (html.length > MAX_CODE_CHARS) throw new AppError('too-large', 'This code is too long to be shown.')
  const classes = classesOf(html)
  const css = isStyledByItself(html, classes) ? '' : await compileTailwind(classes)
  const head = `<meta charset="utf-8"><meta http-equiv="content-security-policy" content="${POLICY}"><style>${LINKS}${css}</style>`
  // The head is ours and comes first, whatever the markup says of its own: a policy holds for what comes after it, and
  // only in a head. A document's own tags that follow add their attributes to those that are there (HTML, 13.2.6.4).
  return `<!doctype html><html><head>${head}${withoutAddresses(html)}`
}

/** Whether a page's own style sheet has most of its classes: Tailwind's reset would undo what it builds upon. */
function isStyledByItself(html: string, classes: readonly string[]): boolean {
  if (!/<style[\s>]/iu.test(html)) return false
  const own = classes.filter((name) => html.includes(`.${name}`))
  return own.length * 2 >= classes.length
}

const SHEET: string = 'tailwindcss/index.css'

let sheet: Promise<string> | undefined

async function compileTailwind(classes: readonly string[]): Promise<string> {
  // Left to Node: the bundler takes a style sheet for one of the page's own.
  const require = createRequire(/*turbopackIgnore: true*/ import.meta.url)
  sheet ??= readFile(require.resolve(/*turbopackIgnore: true*/ SHEET), 'utf8')
  const { build } = await compile(await sheet)
  // A class with an arbitrary value could close the element its rules stand in.
  return build([...classes]).replace(/<\/style/giu, '<\\/style')
}
