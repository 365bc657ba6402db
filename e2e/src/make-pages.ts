/**
 * Draws the text pictures under fixtures/pages: a receipt, a form, a table, a label and a screenshot.
 * Everything on them is invented. Run by hand when a page is to change:
 * `CHROMIUM_PATH=… node --import tsx e2e/src/make-pages.ts`.
 */
import path from 'node:path'
import { chromium } from '@playwright/test'

const style = (css: string, body: string) =>
  `<!doctype html><meta charset="utf-8"><style>*{box-sizing:border-box}body{margin:0;font-family:'DejaVu Sans',sans-serif;color:#1b1b1b}${css}</style>${body}`

const row = (name: string, price: string) => `<div class="r"><span>${name}</span><span>${price}</span></div>`

const PAGES: { name: string; width: number; height: number; html: string }[] = [
  {
    name: 'receipt-corner-market',
    width: 520,
    height: 860,
    html: style(
      `body{background:#6d5a48;padding:36px}main{background:#fbfaf6;padding:28px 30px;transform:rotate(-1.5deg);font-family:'DejaVu Sans Mono',monospace;font-size:17px;line-height:1.55}h1{font-size:24px;text-align:center;margin:0 0 4px}p{text-align:center;margin:0 0 14px}.r{display:flex;justify-content:space-between}hr{border:0;border-top:2px dashed #777}`,
      `<main><h1>CORNER MARKET</h1><p>14 Harbour Street<br>Tel 555 0142</p><hr>${row('Oat milk 1L', '2.49')}${row('Rye bread', '3.80')}${row('Butter 250g', '2.95')}${row('Apples 1.2kg', '4.16')}${row('Coffee beans', '11.90')}${row('Dark chocolate', '2.20')}<hr>${row('SUBTOTAL', '27.50')}${row('VAT 7%', '1.93')}${row('<b>TOTAL</b>', '<b>29.43</b>')}${row('CARD', '29.43')}<hr><p>2026-05-14 17:42<br>Receipt no. CM-88213<br>THANK YOU</p></main>`,
    ),
  },
  {
    name: 'form-delivery-note',
    width: 900,
    height: 700,
    html: style(
      `body{background:#fff;padding:44px;font-size:19px}h1{margin:0 0 24px;font-size:30px}.f{display:flex;margin:14px 0}.f b{width:260px}.f span{flex:1;border-bottom:2px solid #444;padding-left:8px}`,
      `<h1>Delivery note</h1>${[
        ['Name:', 'Ada Lindholm'],
        ['Address:', '8 Quay Road'],
        ['Date of birth:', '1984-02-29'],
        ['Order number:', 'ZX-4471-B'],
        ['Phone:', '555 0199'],
        ['Number of parcels:', '3'],
        ['Signature:', ''],
      ]
        .map(([label, value]) => `<div class="f"><b>${label}</b><span>${value}</span></div>`)
        .join('')}`,
    ),
  },
  {
    name: 'table-harvest',
    width: 900,
    height: 560,
    html: style(
      `body{background:#fff;padding:40px}h1{font-size:26px;margin:0 0 20px}table{border-collapse:collapse;width:100%;font-size:19px}td,th{border:2px solid #666;padding:10px 14px;text-align:right}td:first-child,th:first-child{text-align:left}`,
      `<h1>Harvest by orchard, tonnes</h1><table><tr><th>Orchard</th><th>2023</th><th>2024</th><th>2025</th></tr>${[
        ['Northfield', '118', '124', '131'],
        ['Riverside', '96', '88', '102'],
        ['Old Mill', '74', '79', '81'],
        ['Hilltop', '52', '47', '60'],
        ['Total', '340', '338', '374'],
      ]
        .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
        .join('')}</table>`,
    ),
  },
  {
    name: 'label-olive-oil',
    width: 640,
    height: 800,
    html: style(
      `body{background:#d8d2c4;display:grid;place-items:center;height:800px}main{width:440px;height:620px;background:#2f4a32;color:#f3ecd8;padding:48px 36px;text-align:center;border:10px solid #c8b46a}h1{font-size:46px;margin:0 0 10px}h2{font-size:24px;font-weight:400;margin:0 0 60px}p{font-size:21px;margin:14px 0}`,
      `<main><h1>Monteverde</h1><h2>Extra virgin olive oil</h2><p>Cold pressed</p><p>500 ml</p><p>Batch L2290-17</p><p>Best before 11/2027</p></main>`,
    ),
  },
  {
    name: 'screenshot-settings',
    width: 1100,
    height: 680,
    html: style(
      `body{background:#f4f5f7;display:flex;height:680px;font-size:17px}nav{width:230px;background:#1f2430;color:#cfd6e4;padding:24px}nav div{padding:10px 0}main{flex:1;padding:32px}section{background:#fff;border:1px solid #d9dce2;border-radius:10px;padding:22px;margin-bottom:20px}button{background:#2e6bd6;color:#fff;border:0;border-radius:6px;padding:10px 18px;font-size:16px}`,
      `<nav><div><b>Workbench</b></div><div>Dashboard</div><div>Projects</div><div>Members</div><div>Settings</div></nav><main><h1>Settings</h1><section><h3>Notifications</h3><p>Send a summary every Monday morning.</p></section><section><h3>Storage</h3><p>41.7 GB of 100 GB used</p></section><button>Save changes</button></main>`,
    ),
  },
]

const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const { name, width, height, html } of PAGES) {
  const page = await browser.newPage({ viewport: { width, height } })
  await page.setContent(html)
  const file = path.join(import.meta.dirname, '../fixtures/pages', `${name}.png`)
  await page.screenshot({ path: file })
  await page.close()
}

const paper = await browser.newPage()
await paper.setContent(
  style(
    'main{padding:24px;height:600px;font-size:18px}main+main{break-before:page}',
    '<main><h1>Lease agreement</h1><p>Between Kestrel Property and the tenant.</p><p>Reference KP-7781</p></main><main><h1>Annex: inventory</h1><p>Two chairs, one walnut desk.</p></main>',
  ),
)
await paper.pdf({
  path: path.join(import.meta.dirname, '../fixtures/pages/lease-two-pages.pdf'),
  format: 'A5',
})
await browser.close()
