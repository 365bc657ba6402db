import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AnalyzeResponse, SearchResponse } from '@vitrine/contracts'
import { pageFile, photoFile } from '../src/files.ts'
import { expect, search, test } from '../src/fixtures.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** The command as a person types it in the checkout. */
function vitrine(url: string, ...args: string[]) {
  return spawnSync(process.execPath, [path.join(root, 'scripts/vitrine.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, VITRINE_URL: url },
  })
}

test('one image in, the whole perception and triage out, and nothing is stored', async ({ library }) => {
  const before = (await search(library, '')).total
  const form = new FormData()
  form.append('image', new Blob([await readFile(pageFile('receipt-corner-market.png'))]), 'receipt.png')
  const answer = await fetch(`${library.url}/api/v1/analyze`, { method: 'POST', body: form })
  const { perception, triage, readingStatus } = AnalyzeResponse.parse(await answer.json())
  expect(perception.kind.kind).toBe('receipt')
  expect(perception.textRegions.map((region) => region.text).join(' ')).toContain('CORNER MARKET')
  expect(triage.reasons).toContain('receipt-like')
  expect(readingStatus).toBe('no-reasoning-engine')
  expect((await search(library, '')).total).toEqual(before)
})

test('the OpenAPI document names every public route', async ({ library }) => {
  const answer = await fetch(`${library.url}/api/v1/openapi.json`)
  const text = await answer.text()
  for (const route of ['/analyze', '/images', '/search']) expect(text).toContain(route)
})

test('the command analyzes and searches, in JSON for scripts', async ({ library }) => {
  const analyzed = vitrine(library.url, 'analyze', photoFile('cat.jpg'), '--json')
  expect(analyzed.stderr).toBe('')
  expect(analyzed.status).toBe(0)
  expect(analyzed.stdout).toContain('"cat"')
  const found = vitrine(library.url, 'search', 'monteverde', '--json')
  expect(SearchResponse.parse(JSON.parse(found.stdout)).hits).toHaveLength(1)
})

test('the command says what is wrong and ends with a code of its own', async ({ library }) => {
  const missing = vitrine(library.url, 'analyze', '/nowhere/at/all.jpg')
  expect(missing.status).not.toBe(0)
  expect(missing.stderr).toContain('/nowhere/at/all.jpg')
  const unreachable = vitrine('http://127.0.0.1:9', 'search', 'cat')
  expect(unreachable.status).not.toBe(0)
  expect(unreachable.stderr).toContain('127.0.0.1:9')
})
