import type { Device } from '@vitrine/contracts'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import type { MemoryMeter } from '../devices/memory.ts'
import { EngineHost } from '../host/engine-host.ts'
import { findChildEntry } from '../host/entry.ts'
import { DEFAULT_CHILD_LIMITS, DEFAULT_RESTART_RULES } from '../host/policy.ts'
import type { EngineSetup } from '../host/protocol.ts'
import { Measuring } from './measuring.ts'
import { Resident } from './resident.ts'

const hosts: EngineHost[] = []
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()))
})

function createResident(device: Device): Resident {
  const setup: EngineSetup = {
    engine: 'florence2',
    engineModule: new URL('../testing/steady-engine.ts', import.meta.url).href,
    device,
    threads: 1,
    cacheDir: '/nowhere',
    maxPixels: 1,
    heartbeatMs: 1_000,
  }
  const host = new EngineHost({
    entry: findChildEntry(),
    setup,
    limits: { ...DEFAULT_CHILD_LIMITS, memoryBytes: 8e9 },
    restart: DEFAULT_RESTART_RULES,
    logger: pino({ level: 'silent' }),
    now: () => performance.now(),
    onRestart: () => undefined,
  })
  hosts.push(host)
  const manifest = { name: 'florence2' as const, stages: [], tasks: [], batchSize: 1 }
  const plan = { type: 'run' as const, setup, device, expectedBytes: 900 }
  return new Resident({ manifest, host, plan, pin: null, keepAliveMinutes: null })
}

/** A driver that tells these figures, one after the other. */
function createMeter(...figures: { usedBytes: number | null; ownBytes: number | null }[]): MemoryMeter {
  const left = [...figures]
  return {
    read: async () => ({ totalBytes: 1_000, ...(left.shift() ?? { usedBytes: null, ownBytes: null }) }),
  }
}

const clock = { ms: 0 }
const now = () => clock.ms

describe('Measuring', () => {
  it.each<[string, Parameters<typeof createMeter>, object]>([
    [
      'takes what the driver says of the process',
      [
        { usedBytes: 100, ownBytes: null },
        { usedBytes: 700, ownBytes: 500 },
        { usedBytes: 900, ownBytes: 650 },
      ],
      { beforeBytes: 100, loadedBytes: 500, peakBytes: 650 },
    ],
    [
      'takes the difference where the driver does not tell processes apart',
      [
        { usedBytes: 100, ownBytes: null },
        { usedBytes: 700, ownBytes: null },
        { usedBytes: 900, ownBytes: null },
      ],
      { beforeBytes: 100, loadedBytes: 600, peakBytes: 800 },
    ],
    [
      'knows nothing where nothing is told, and plans with what is expected',
      [],
      { beforeBytes: null, loadedBytes: null, peakBytes: null, expectedBytes: 900 },
    ],
  ])('of a GPU %s', async (_name, figures, expected) => {
    const resident = createResident('cuda')
    const measuring = new Measuring(createMeter(...figures), now)
    await measuring.load(resident)
    await measuring.notePeak(resident)
    expect(resident.ledgerEntry).toMatchObject(expected)
    expect(resident.needBytes).toBe(Math.max(resident.measured.peakBytes ?? 900, 0))
  })

  it('of a processor takes what the engine process says of itself', async () => {
    const resident = createResident('cpu')
    const measuring = new Measuring(createMeter(), now)
    await Promise.all([measuring.load(resident), measuring.load(resident)])
    await measuring.notePeak(resident)
    const { loadedBytes, peakBytes } = resident.measured
    expect(loadedBytes).toBeGreaterThan(10e6)
    expect(peakBytes).toBeGreaterThanOrEqual(loadedBytes ?? Number.POSITIVE_INFINITY)
  })

  it('does not ask a driver after every batch', async () => {
    const resident = createResident('cuda')
    let asked = 0
    const meter: MemoryMeter = {
      read: async () => {
        asked += 1
        return { totalBytes: null, usedBytes: asked, ownBytes: asked }
      },
    }
    const measuring = new Measuring(meter, now)
    for (let batch = 0; batch < 10; batch += 1) {
      clock.ms += 1_000
      await measuring.notePeak(resident)
    }
    expect(asked).toBe(2)
  })
})
