/** Stamps: a set-up step is done again only when what it reads has changed. */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './paths.mjs'

const SKIPPED = new Set(['node_modules', '.next', 'dist', 'generated', '.stamps', 'data', '.git', 'coverage'])
/** Files that no build reads, or that the build itself writes. */
const isBeside = (name) =>
  /\.(test|integration\.test)\.tsx?$/.test(name) ||
  /\.(md|tsbuildinfo)$/.test(name) ||
  name === 'next-env.d.ts'

function* filesUnder(place) {
  const stat = lstatSync(place, { throwIfNoEntry: false })
  if (stat?.isFile()) yield place
  if (!stat?.isDirectory()) return
  for (const name of readdirSync(place).sort())
    if (!SKIPPED.has(name) && !isBeside(name) && !name.startsWith('boundary-'))
      yield* filesUnder(path.join(place, name))
}

/**
 * @param {string} name of the step
 * @param {string[]} inputs files and folders, from the root, that the step reads
 * @param {string[]} outputs files, from the root, that must be there afterwards
 * @returns {null | (() => void)} null when the step is up to date, else what marks it done
 */
export function staleStep(name, inputs, outputs = []) {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}`)
  for (const input of inputs)
    for (const file of filesUnder(path.join(root, input)))
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file))
  const key = hash.digest('hex')
  const stamp = path.join(root, '.stamps', name)
  const isDone = existsSync(stamp) && readFileSync(stamp, 'utf8') === key
  if (isDone && outputs.every((output) => existsSync(path.join(root, output)))) return null
  return () => {
    mkdirSync(path.dirname(stamp), { recursive: true })
    writeFileSync(stamp, key)
  }
}
