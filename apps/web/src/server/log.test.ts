import { AppError } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'

function capture(format: 'json' | 'pretty') {
  const lines: string[] = []
  const log = createLog({ level: 'info', format, write: (line) => void lines.push(line) })
  return { log, lines }
}

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const { log, lines } = capture('json')
    log.child({ room: 'pipeline' }).info({ images: 3 }, 'claimed')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      app: 'web',
      room: 'pipeline',
      msg: 'claimed',
      images: 3,
    })
  })

  it('writes one readable line for a person', () => {
    const { log, lines } = capture('pretty')
    log.child({ room: 'pipeline' }).warn({ images: 3 }, 'standing still')
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} warn web pipeline: standing still images=3\n$/)
  })

  it('keeps the cause of an error', () => {
    const { log, lines } = capture('json')
    log.error(
      { err: new AppError('internal', 'It broke.', { cause: new Error('the disk is on fire') }) },
      'oh',
    )
    expect(lines[0]).toContain('the disk is on fire')
  })

  it('stays silent below its level', () => {
    const { log, lines } = capture('json')
    log.debug('a detail')
    expect(lines).toEqual([])
  })
})
