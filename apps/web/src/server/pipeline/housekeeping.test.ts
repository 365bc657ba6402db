import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLog } from '../log.ts'
import { createHousekeeping } from './housekeeping.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open(chores: Parameters<typeof createHousekeeping>[0]) {
  const lines: string[] = []
  const log = createLog({ level: 'info', format: 'json', write: (line) => void lines.push(line) })
  return { lines, housekeeping: createHousekeeping(chores, log) }
}

describe('housekeeping', () => {
  it('does its chores at the start and every hour, and says what it did', async () => {
    const { lines, housekeeping } = open([{ name: 'swept', run: async () => 3 }])
    housekeeping.start()
    await vi.advanceTimersByTimeAsync(2 * 3_600_000)
    housekeeping.stop()
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: 'swept', count: 3 },
      { msg: 'swept', count: 3 },
      { msg: 'swept', count: 3 },
    ])
  })

  it('goes on with the others when one fails, and tells', async () => {
    const { lines, housekeeping } = open([
      { name: 'swept', run: () => Promise.reject(new Error('the broom is gone')) },
      { name: 'dusted', run: async () => 1 },
    ])
    housekeeping.start()
    await vi.advanceTimersByTimeAsync(0)
    housekeeping.stop()
    expect(lines[0]).toContain('the broom is gone')
    expect(lines[1]).toContain('dusted')
  })

  it('says nothing when there was nothing to do', async () => {
    const { lines, housekeeping } = open([{ name: 'swept', run: async () => 0 }])
    housekeeping.start()
    await vi.advanceTimersByTimeAsync(0)
    housekeeping.stop()
    expect(lines).toEqual([])
  })
})
