import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseWebEnv, WebEnvKeys } from './env.ts'

const ROOT = path.join(import.meta.dirname, '../../../..')

describe('parseWebEnv', () => {
  it('needs nothing: everything has a default', () => {
    expect(parseWebEnv({})).toMatchObject({
      host: '0.0.0.0',
      port: 3210,
      inferenceUrls: ['http://127.0.0.1:3211'],
      importDir: null,
      maxUploadBytes: 2_147_483_648,
      maxPixels: 200_000_000,
      log: { level: 'info', format: 'json' },
    })
  })

  it('makes folders absolute', () => {
    const env = parseWebEnv({ VITRINE_DATA_DIR: 'here', VITRINE_IMPORT_DIR: 'scans' })
    expect(env.dataDir).toBe(path.resolve('here'))
    expect(env.importDir).toBe(path.resolve('scans'))
  })

  it('makes backups only where there is a folder for them', () => {
    expect(parseWebEnv({ VITRINE_BACKUP_KEEP: '3' }).backups).toBeNull()
    expect(parseWebEnv({ VITRINE_BACKUP_DIR: '/b' }).backups).toEqual({ folder: '/b', keep: 14 })
    expect(parseWebEnv({ VITRINE_BACKUP_DIR: '/b', VITRINE_BACKUP_KEEP: '3' }).backups?.keep).toBe(3)
  })

  it('finds the sidecar on its port when no address is given', () => {
    expect(parseWebEnv({ VITRINE_INFERENCE_PORT: '4000' }).inferenceUrls).toEqual(['http://127.0.0.1:4000'])
  })

  it('reads several sidecars', () => {
    const env = parseWebEnv({ VITRINE_INFERENCE_URLS: 'http://one:3211/, https://two' })
    expect(env.inferenceUrls).toEqual(['http://one:3211', 'https://two'])
  })

  it('takes an empty value for an absent one', () => {
    expect(parseWebEnv({ VITRINE_PORT: '', VITRINE_IMPORT_DIR: ' ' })).toMatchObject({
      port: 3210,
      importDir: null,
    })
  })

  it.each([
    ['VITRINE_PORT', 'abc', 'must be a whole number', 'VITRINE_PORT=3210'],
    ['VITRINE_PORT', '70000', '65535', 'VITRINE_PORT=3210'],
    ['VITRINE_INFERENCE_URLS', 'ftp://x', 'http addresses', 'VITRINE_INFERENCE_URLS=http://127.0.0.1:3211'],
    ['VITRINE_LOG_LEVEL', 'loud', 'info', 'VITRINE_LOG_LEVEL=info'],
  ])('says what is wrong with %s=%s and what would do', (key, value, problem, example) => {
    const parse = () => parseWebEnv({ [key]: value })
    expect(parse).toThrow(`${key} is "${value}"`)
    expect(parse).toThrow(problem)
    expect(parse).toThrow(example)
  })

  it('names every wrong key at once', () => {
    const parse = () => parseWebEnv({ VITRINE_PORT: 'x', VITRINE_LOG_FORMAT: 'x' })
    expect(parse).toThrow(/VITRINE_PORT[\s\S]*VITRINE_LOG_FORMAT/)
  })
})

describe('.env.example', () => {
  const keysIn = (text: string) => new Set(text.match(/\b(?:VITRINE|HF|HTTPS?|NO)_[A-Z_]+/g))
  const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
  const example = read('.env.example')
  const documented = new Set([...example.matchAll(/^#?\s?([A-Z_]+)=/gm)].map((match) => match[1]))

  it('lists exactly the keys that the web app and the sidecar read', () => {
    const sidecar = keysIn(read('apps/inference/src/env.ts'))
    expect([...documented].sort()).toEqual([...new Set([...WebEnvKeys.keyof().options, ...sidecar])].sort())
  })

  it('says a word about each key', () => {
    for (const block of example.trim().split(/\n\n+/).slice(1)) {
      expect(block, 'a comment, then the key').toMatch(/^# \S.*\n(# .*\n)*#?\s?[A-Z_]+=/)
    }
  })
})
