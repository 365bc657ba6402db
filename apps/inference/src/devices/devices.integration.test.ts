/** Probes in real processes, and what is remembered of them. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Device } from '@vitrine/contracts'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChildEntry, findProbeEntry } from '../host/entry.ts'
import { eventually } from '../testing/eventually.ts'
import { NO_SOFTWARE_GPU, softwareGpuEnv } from '../testing/software-gpu.ts'
import { Devices, type DevicesOptions } from './devices.ts'
import { judgeProbe } from './judge.ts'
import { NO_CARDS } from './memory.ts'
import type { ProbeOutcome } from './probe-protocol.ts'
import { runProbe } from './run-probe.ts'

const softwareGpu = softwareGpuEnv()
const onLinux = process.platform === 'linux'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'vitrine-devices-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

interface Try {
  entry?: ChildEntry
  env?: Record<string, string>
  timeoutMs?: number
  signal?: AbortSignal
}

function probe(device: Device, given: Try = {}): Promise<ProbeOutcome> {
  const usual = { entry: findProbeEntry(), timeoutMs: 50_000, signal: new AbortController().signal }
  return runProbe({ device, threads: 1 }, { ...usual, ...given })
}

/** A probe's program of another kind. */
function program(source: string): ChildEntry {
  const file = path.join(dir, 'program.mjs')
  writeFileSync(file, source)
  return { path: file, execArgv: [] }
}

describe('a probe', () => {
  it('runs the processor and finds it right', async () => {
    const outcome = await probe('cpu')
    expect(judgeProbe('cpu', outcome)).toMatchObject({ state: 'works', runMs: expect.any(Number) })
  })

  it.skipIf(!onLinux)(
    `says of a GPU that is not there that it is missing${onLinux ? '' : ' (skipped: only Linux lets its drivers be hidden)'}`,
    async () => {
      const nowhere = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' }
      expect(judgeProbe('webgpu', await probe('webgpu', { env: nowhere }))).toEqual({
        state: 'missing',
        detail: expect.stringMatching(/Vulkan|no graphics card/),
        runMs: null,
      })
    },
  )

  it.skipIf(!softwareGpu)(
    `finds a GPU made of software right, and too slow to be one${softwareGpu ? '' : ` (${NO_SOFTWARE_GPU})`}`,
    async () => {
      const outcome = await probe('webgpu', { env: softwareGpu ?? {} })
      expect(judgeProbe('webgpu', outcome)).toMatchObject({
        state: 'unusable',
        detail: expect.stringContaining('software device'),
      })
    },
  )

  it.each<[string, string, Partial<ProbeOutcome>]>([
    ['aborts', "console.error('a fault'); process.abort()", { type: 'died', how: 'was ended by SIGABRT' }],
    ['leaves', 'process.exit(3)', { type: 'died', how: 'ended with code 3' }],
    ['speaks nonsense', "process.send('?', () => process.exit(0))", { type: 'died', how: 'spoke nonsense' }],
  ])('whose process %s has that for a result', async (_name, source, expected) => {
    expect(await probe('webgpu', { entry: program(source) })).toMatchObject(expected)
  })

  it('whose process hangs is ended', async () => {
    const outcome = await probe('webgpu', { entry: program('for (;;);'), timeoutMs: 300 })
    expect(outcome).toMatchObject({ type: 'hung', afterMs: 300 })
  })

  it('keeps what its process wrote before it died', async () => {
    const outcome = await probe('webgpu', { entry: program("console.error('a fault'); process.abort()") })
    expect(outcome).toMatchObject({ type: 'died', log: expect.stringContaining('a fault') })
  })

  it('ends with the sidecar', async () => {
    const stopping = new AbortController()
    const source = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(path.join(dir, 'on'))}, ''); for (;;);`
    const outcome = probe('webgpu', { entry: program(source), signal: stopping.signal })
    await eventually(() => expect(existsSync(path.join(dir, 'on'))).toBe(true))
    stopping.abort()
    expect((await outcome).type).toBe('stopped')
  })
})

describe('Devices', () => {
  const fast: ProbeOutcome = { type: 'ran', runMs: 4, cpuMs: 60, error: 0, log: '' }
  const absent: ProbeOutcome = { type: 'threw', message: 'ERR: backend not found.', log: '' }
  const results: Partial<Record<Device, ProbeOutcome>> = { cuda: absent, webgpu: fast, cpu: fast }

  function create(given: Partial<DevicesOptions> = {}) {
    const tried: Device[] = []
    const devices = new Devices({
      wish: 'auto',
      platform: 'linux',
      cacheFile: path.join(dir, 'cache/devices.json'),
      run: async (device) => {
        tried.push(device)
        return results[device] ?? absent
      },
      readCards: async () => NO_CARDS,
      fingerprint: () => 'this machine',
      logger: pino({ level: 'silent' }),
      ...given,
    })
    return { devices, tried }
  }

  it('tries all of them once, takes the best, and remembers it at the next start', async () => {
    const first = create()
    await first.devices.start()
    expect(first.devices.report).toMatchObject({ chosen: null, probes: [] })
    await first.devices.probe()
    expect(first.tried).toEqual(['cuda', 'webgpu', 'cpu'])
    expect(first.devices.report).toMatchObject({ chosen: 'webgpu', why: expect.stringContaining('15 times') })
    const second = create()
    await second.devices.start()
    expect(second.tried).toEqual([])
    expect(second.devices.report).toEqual(first.devices.report)
  })

  it('tries again when the machine has changed, and when what it remembers is damaged', async () => {
    const first = create()
    await first.devices.probe()
    const changed = create({ fingerprint: () => 'another driver' })
    await changed.devices.start()
    await eventually(() => expect(changed.devices.report.chosen).toBe('webgpu'))
    expect(changed.tried).toEqual(['cuda', 'webgpu', 'cpu'])
    writeFileSync(path.join(dir, 'cache/devices.json'), '{"key":')
    const damaged = create()
    await damaged.devices.start()
    await eventually(() => expect(damaged.devices.report.chosen).toBe('webgpu'))
  })

  it('gives up a device that cannot load the real model, says so, and takes the next', async () => {
    const { devices } = create()
    await devices.probe()
    let changes = 0
    devices.onChange(() => {
      changes += 1
    })
    devices.drop('webgpu', 'It could not load the model.')
    expect(devices.report).toMatchObject({
      chosen: 'cpu',
      why: expect.stringContaining('WebGPU was given up: It could not load the model.'),
    })
    expect(changes).toBe(1)
    await devices.probe()
    expect(devices.report.chosen).toBe('webgpu')
  })

  it('tries nothing by itself where the processor is asked for', async () => {
    const { devices, tried } = create({ wish: 'cpu' })
    await devices.start()
    expect(devices.report.chosen).toBe('cpu')
    await devices.stop()
    expect(tried).toEqual([])
  })

  it('says what to set where the device that is asked for does not work', async () => {
    const { devices } = create({ wish: 'cuda' })
    await devices.probe()
    expect(devices.report).toMatchObject({
      chosen: null,
      why: expect.stringContaining('Set VITRINE_DEVICE=auto'),
    })
  })
})
