/**
 * Draws the documents of `e2e/fixtures/photos` with known words: pictures of text that are ours to publish.
 * Run by hand on a machine with the DejaVu and Liberation fonts; the results are committed, so tests need no font.
 *
 *   npx tsx scripts/render-documents.ts ../../e2e/fixtures/photos
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

interface Page {
  width: number
  font: string
  size: number
  /** Rows of cells; cells are spread over `columns` (shares of the width), the last one ends at the margin. */
  rows: readonly (readonly string[])[]
  columns?: readonly number[]
  paper?: string
  ink?: string
  lineHeight?: number
  ruled?: boolean
  title?: string
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function drawPage(page: Page): { svg: string; height: number } {
  const {
    width,
    font,
    size,
    rows,
    paper = '#fdfdfb',
    ink = '#1a1a1a',
    lineHeight = 1.7,
    columns = [0],
  } = page
  const margin = Math.round(size * 1.6)
  const top = margin + (page.title ? size * 2.6 : 0)
  const step = size * lineHeight
  const height = Math.round(top + rows.length * step + margin)
  const text = (x: number, y: number, content: string, more = '') =>
    `<text x="${x}" y="${y}" font-family="${font}" font-size="${size}" fill="${ink}" ${more}>${escapeXml(content)}</text>`
  const body = rows.flatMap((cells, row) =>
    cells.map((cell, i) => {
      const y = top + row * step + size
      const isLast = columns.length > 1 && i === cells.length - 1 && cells.length > 1
      if (isLast) return text(width - margin, y, cell, 'text-anchor="end"')
      return text(margin + (columns[i] ?? 0) * (width - 2 * margin), y, cell)
    }),
  )
  const rules = page.ruled
    ? rows.map((_, row) => {
        const y = top + (row + 1) * step - size * 0.25
        return `<line x1="${margin}" x2="${width - margin}" y1="${y}" y2="${y}" stroke="${ink}" stroke-opacity=".45"/>`
      })
    : []
  const title = page.title
    ? text(margin, margin + size * 1.2, page.title, `style="font-size:${size * 1.7}px;font-weight:bold"`)
    : ''
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${paper}"/>${title}${body.join('')}${rules.join('')}</svg>`
  return { svg, height }
}

const RECEIPT = [
  ['CORNER MARKET'],
  ['214 Harbour Street, Leith'],
  ['Receipt #004821', '12/03/2024'],
  ['Whole milk 2L', '£1.89'],
  ['Sourdough loaf', '£3.45'],
  ['Cherry tomatoes 250g', '£1.75'],
  ['Free range eggs x12', '£3.20'],
  ['Olive oil 500ml', '£7.99'],
  ['Bananas 1.14kg', '£0.97'],
  ['SUBTOTAL', '£19.25'],
  ['VAT 20%', '£1.33'],
  ['TOTAL', '£20.58'],
  ['Thank you for shopping'],
]

const PROSE = [
  'The lighthouse keeper climbed the narrow stairs each evening',
  'at dusk, carrying a lantern and two cans of oil. From the',
  'gallery he could see the fishing boats return, forty or fifty',
  'small lights scattered across the bay like a second sky. In',
  'winter the wind blew so hard that the windows rattled until',
  'morning, and he wrote in his journal of rain and of the tide.',
]

const PAGES: Record<string, Page> = {
  receipt: { width: 460, font: 'Liberation Mono', size: 18, rows: RECEIPT, columns: [0, 1] },
  letter: {
    width: 720,
    font: 'DejaVu Serif',
    size: 19,
    rows: PROSE.map((line) => [line]),
    title: 'The Lighthouse',
  },
  accents: {
    width: 700,
    font: 'DejaVu Sans',
    size: 20,
    rows: [
      ['Le café « Au Pied du Château » est fermé le lundi.'],
      ['Größe 42, Straße nach München über Österreich'],
      ['El niño comió piñones y jalapeños en Málaga.'],
      ['Smørrebrød koster 89 kr på Østerbro, København'],
      ['Total £24.99, deposit €10.00, was $31.50'],
    ],
  },
  form: {
    width: 760,
    font: 'DejaVu Sans',
    size: 18,
    title: 'Visitor Registration Form',
    columns: [0, 0.35],
    ruled: true,
    lineHeight: 2.2,
    rows: [
      ['Full name', 'Marguerite Delacroix'],
      ['Date of birth', '1987-11-23'],
      ['Passport No.', 'X4729106B'],
      ['Nationality', 'Canadian'],
      ['Address', '77 Rue Sherbrooke Ouest'],
      ['E-mail', 'm.delacroix@example.org'],
      ['Signature', ''],
    ],
  },
  table: {
    width: 760,
    font: 'Liberation Sans',
    size: 19,
    title: 'Mean temperature',
    ruled: true,
    columns: [0, 0.28, 0.45, 0.62, 0.79, 1],
    rows: [
      ['Station', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri'],
      ['Aberdeen', '12.4', '11.9', '13.0', '9.8', '10.2'],
      ['Bergen', '8.1', '7.7', '8.4', '9.0', '6.5'],
      ['Cadiz', '21.3', '22.8', '24.1', '23.9', '22.2'],
      ['Dublin', '14.0', '13.6', '12.9', '15.2', '14.8'],
      ['Eindhoven', '16.7', '17.1', '15.9', '14.4', '16.0'],
    ],
  },
  invoice: {
    width: 794,
    font: 'Liberation Sans',
    size: 18,
    title: 'INVOICE INV-2024-0937',
    columns: [0, 1],
    rows: [
      ['Northwind Traders Ltd', '7 May 2024'],
      ['18 Quay Road, Bristol', 'Due date 6 June 2024'],
      ['Bill to: Fabrikam Inc.'],
      ['Oak desk, 140 x 70 cm', '€698.00'],
      ['Ergonomic chair, black', '€758.00'],
      ['Delivery and assembly', '€85.00'],
      ['Total due', '€1,541.00'],
    ],
  },
  label: {
    width: 560,
    font: 'DejaVu Sans',
    size: 22,
    title: 'GREEN LEAF',
    paper: '#2e7d32',
    ink: '#ffffff',
    rows: [
      ['Organic Jasmine Tea'],
      ['25 tea bags, 50 g'],
      ['Ingredients: green tea, jasmine'],
      ['Best before: 09 / 2026'],
      ['Batch L2291-B'],
      ['Product of Vietnam'],
    ],
  },
  settings: {
    width: 1280,
    font: 'DejaVu Sans',
    size: 22,
    title: 'Settings / Notifications',
    paper: '#1e1f26',
    ink: '#d8dae5',
    columns: [0, 1],
    lineHeight: 2.6,
    rows: [
      ['Email digest', 'Weekly'],
      ['Push notifications', 'Enabled'],
      ['Quiet hours', '22:00 - 07:30'],
      ['Search history', 'Delete'],
      ['Profile visibility', 'Private'],
      ['Cancel', 'Save'],
    ],
  },
}

/** A page as a phone sees it: tilted on a table, unevenly lit, compressed. */
async function photograph(svg: string): Promise<Buffer> {
  const page = await sharp(Buffer.from(svg)).png().toBuffer()
  const tilted = await sharp(page).rotate(4, { background: '#6b4a2b' }).toBuffer()
  const framed = await sharp(tilted)
    .extend({ top: 60, bottom: 80, left: 70, right: 60, background: '#6b4a2b' })
    .toBuffer()
  const { width = 1, height = 1 } = await sharp(framed).metadata()
  const shade = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".35"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`
  const noise = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 14 },
    },
  })
    .png()
    .toBuffer()
  return sharp(framed)
    .composite([{ input: Buffer.from(shade) }, { input: noise, blend: 'soft-light' }])
    .blur(0.6)
    .jpeg({ quality: 78 })
    .toBuffer()
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('Usage: render-documents.ts <target folder>')
for (const [name, page] of Object.entries(PAGES)) {
  const { svg } = drawPage(page)
  writeFileSync(join(folder, `${name}.png`), await sharp(Buffer.from(svg)).png({ palette: true }).toBuffer())
}
writeFileSync(join(folder, 'receipt-photo.jpg'), await photograph(drawPage(PAGES.receipt ?? fail()).svg))
writeFileSync(join(folder, 'form-photo.jpg'), await photograph(drawPage(PAGES.form ?? fail()).svg))

function fail(): never {
  throw new Error('A page that is photographed is not in the list.')
}
