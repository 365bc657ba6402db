import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EngineSettings } from './settings.ts'

const USUAL = { pin: null, keepAliveMinutes: 15 }
const logger = pino({ level: 'silent' })

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'vitrine-settings-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const file = () => path.join(dir, 'cache/settings.json')
const open = () => new EngineSettings(file(), USUAL, logger)

describe('EngineSettings', () => {
  it('has the usual for an engine of which nothing was said', () => {
    expect(open().stayOf('florence2')).toEqual(USUAL)
    expect(open().weightsOf('florence2')).toBeNull()
  })

  it('keeps what was said, of each engine, from one start to the next', () => {
    const settings = open()
    settings.keepStay('florence2', { pin: true, keepAliveMinutes: null })
    settings.keepStay('builtin', { pin: false, keepAliveMinutes: 5 })
    settings.keepWeights('florence2', 'florence-2-large-ft')
    const next = open()
    expect(next.stayOf('florence2')).toEqual({ pin: true, keepAliveMinutes: null })
    expect(next.stayOf('builtin')).toEqual({ pin: false, keepAliveMinutes: 5 })
    expect(next.weightsOf('florence2')).toBe('florence-2-large-ft')
  })

  it('takes the usual where the file is damaged, and writes it whole again', () => {
    mkdirSync(path.dirname(file()), { recursive: true })
    writeFileSync(file(), '{"weights":{"florence2":')
    const settings = open()
    expect(settings.stayOf('florence2')).toEqual(USUAL)
    settings.keepWeights('florence2', 'florence-2-base')
    expect(open().weightsOf('florence2')).toBe('florence-2-base')
  })
})
