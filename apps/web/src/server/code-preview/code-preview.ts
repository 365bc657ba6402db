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

/** Inline styles and pictures that are in the page itself; no scripts, no addresses. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

const CLASS_ATTRIBUTE = /\bclass(?:Name)?\s*=\s*(?:"([^"]*)"|'([^']*)')/gu
const DOCUMENT = /<html[\s>]/iu
const HEAD = /<head[^>]*>/iu

/** The classes that the markup names, each once. */
export function classesOf(html: string): string[] {
  const names = new Set<string>()
  for (const [, double, single] of html.matchAll(CLASS_ATTRIBUTE)) {
    for (const name of (double ?? single ?? '').split(/\s+/u)) if (name !== '') names.add(name)
    if (names.size > MAX_CLASSES) break
  }
  return [...names].slice(0, MAX_CLASSES)
}

/** A whole document to put into a frame without rights. Throws `too-large`. */
export async function previewCode(html: string): Promise<string> {
  if (html.length > MAX_CODE_CHARS) throw new AppError('too-large', 'This code is too long to be shown.')
  const css = await compileTailwind(classesOf(html))
  const head = `<meta charset="utf-8"><meta http-equiv="content-security-policy" content="${POLICY}"><style>${css}</style>`
  // First in the head: a policy holds for what comes after it.
  if (HEAD.test(html)) return html.replace(HEAD, (tag) => tag + head)
  if (DOCUMENT.test(html)) return html.replace(/<html[^>]*>/iu, (tag) => `${tag}<head>${head}</head>`)
  return `<!doctype html><html><head>${head}</head><body>${html}</body></html>`
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
