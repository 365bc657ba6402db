import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from '../images/testing/rooms.ts'
import { openLedger } from './ledger.ts'

const hash = (digit: string) => digit.repeat(64)
const entry = (name: string, digit: string) => ({
  path: name,
  sizeBytes: 10,
  mtimeMs: 1.5,
  sha256: hash(digit),
})

it('remembers files and bytes over a restart', async () => {
  const file = path.join(await makeFolder(), 'new', 'imported.jsonl')
  const ledger = await openLedger(file)
  await Promise.all([ledger.note(entry('/a', 'a')), ledger.note(entry('/b', 'b'))])
  for (const open of [ledger, await openLedger(file)]) {
    expect(open.knowsFile({ path: '/a', sizeBytes: 10, mtimeMs: 1.5 })).toBe(true)
    expect(open.knowsFile({ path: '/a', sizeBytes: 11, mtimeMs: 1.5 })).toBe(false)
    expect(open.knowsFile({ path: '/c', sizeBytes: 10, mtimeMs: 1.5 })).toBe(false)
    expect(open.knowsBytes(hash('b'))).toBe(true)
    expect(open.knowsBytes(hash('c'))).toBe(false)
  }
})

it('drops a line that a crash cut short and the lines that later ones replaced', async () => {
  const file = path.join(await makeFolder(), 'imported.jsonl')
  const lines = [entry('/a', 'a'), entry('/a', 'b')].map((line) => JSON.stringify(line))
  await writeFile(file, `${lines.join('\n')}\n{"path":"/c","siz`)
  const ledger = await openLedger(file)
  await ledger.note(entry('/d', 'd'))
  expect(await readFile(file, 'utf8')).toBe(`${lines[1]}\n${JSON.stringify(entry('/d', 'd'))}\n`)
})

it('still knows the bytes that a file held before it was changed', async () => {
  const file = path.join(await makeFolder(), 'imported.jsonl')
  const ledger = await openLedger(file)
  await ledger.note(entry('/a', 'a'))
  await ledger.note(entry('/a', 'b'))
  expect(ledger.knowsBytes(hash('a'))).toBe(true)
})
