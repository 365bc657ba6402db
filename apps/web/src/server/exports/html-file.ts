/** Markup for a page: each image with its alt text, its size and, where there is one, its description. Pure. */
import type { ExportRecord } from '@vitrine/contracts'

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)

/** A relative address. */
const addressOf = (path: string) => path.split('/').map(encodeURIComponent).join('/')

/** A browser that opens the file by itself is told how it is encoded. */
export const HTML_START = '<meta charset="utf-8">\n'

/** @param path Where the image will lie, as the zip of the same pattern has it. */
export function htmlLine(record: ExportRecord, path: string): string {
  const { caption, description, width, height } = record
  const image = `<img src="${escapeHtml(addressOf(path))}" alt="${escapeHtml(caption)}" width="${width}" height="${height}" loading="lazy">`
  if (description === '' || description === caption) return `${image}\n`
  return `<figure>${image}<figcaption>${escapeHtml(description)}</figcaption></figure>\n`
}
