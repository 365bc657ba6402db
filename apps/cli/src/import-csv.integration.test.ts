import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { CsvImportReport } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCommand } from './testing/run-command.ts'

const REPORT: CsvImportReport = {
  dryRun: true,
  columns: [
    { heading: 'SKU', target: 'file' },
    { heading: 'Alt', target: 'caption' },
    { heading: 'Price', target: null },
  ],
  columnProblem: null,
  rows: 3,
  matched: 2,
  fates: { set: 1, overwritten: 0, kept: 1 },
  changes: [
    {
      row: 1,
      imageId: 7,
      fileName: 'mug.jpg',
      what: 'caption',
      from: '',
      to: 'A red \u001b[31mmug',
      fate: 'set',
    },
    { row: 2, imageId: 8, fileName: 'cup.jpg', what: 'caption', from: 'Ann’s', to: 'A cup', fate: 'kept' },
  ],
  problemCount: 1,
  problems: [{ row: 3, code: 'unmatched', message: 'No image is called so: pan.jpg' }],
}

async function startServer() {
  const asked: { query: Record<string, string>; body: string }[] = []
  const answer = { report: REPORT }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    if (`${request.method} ${pathname}` !== 'POST /api/v1/import/csv')
      return void response.writeHead(404).end()
    text(request).then((body) => {
      asked.push({ query: Object.fromEntries(searchParams), body })
      response.writeHead(200).end(JSON.stringify(CsvImportReport.parse(answer.report)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.int() }).parse(server.address())
  const close = () => new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${port}`, asked, answer, close }
}

let server: Awaited<ReturnType<typeof startServer>>
let folder: string
let file: string
beforeEach(async () => {
  server = await startServer()
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-cli-import-'))
  file = path.join(folder, 'catalog.csv')
  await writeFile(file, 'SKU,Alt\nmug.jpg,A red mug\n')
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const run = (...args: string[]) => runCommand(server.url, ['import-csv', ...args])

describe('vitrine import-csv', () => {
  it('shows in a dry run what would change, what stays, and which rows fit no image', async () => {
    const { code, out, err } = await run(file, '--dry-run')
    expect(code).toBe(1)
    expect(out).toContain('caption  set   → A red  [31mmug')
    expect(out).toContain('caption  kept  Ann’s → A cup')
    expect(out.split('\n').at(-1)).toBe(
      "2 of 3 rows found, 1 change would be taken up, 1 left out for a person's words (--overwrite takes them).",
    )
    expect(err).toContain('Row 3: No image is called so: pan.jpg')
    expect(err).toContain('Left out: Price')
    expect(server.asked).toEqual([
      { query: { dryRun: '1', overwrite: '0', map: '{}' }, body: 'SKU,Alt\nmug.jpg,A red mug\n' },
    ])
  })

  it('sends what columns are, and whether to overwrite', async () => {
    server.answer.report = { ...REPORT, dryRun: false, problemCount: 0, problems: [] }
    const { code } = await run(file, '--map', 'SKU=file', '--map', 'a=b=caption', '--overwrite')
    expect(code).toBe(0)
    expect(server.asked[0]?.query).toEqual({
      dryRun: '0',
      overwrite: '1',
      map: JSON.stringify({ SKU: 'file', 'a=b': 'caption' }),
    })
  })

  it('prints the report as JSON', async () => {
    expect(CsvImportReport.parse(JSON.parse((await run(file, '--json')).out))).toEqual(REPORT)
  })

  it.each([
    ['no column that is known', ['--map', 'SKU=nonsense']],
    ['no heading', ['--map', 'caption']],
  ])('refuses %s', async (_what, args) => {
    expect((await run(file, ...args)).code).toBe(2)
  })

  it('says so where there is no such file', async () => {
    expect((await run(path.join(folder, 'none.csv'))).code).toBe(2)
  })
})
