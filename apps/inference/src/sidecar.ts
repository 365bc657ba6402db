/** The composition root: from the environment to a sidecar that only has to listen. */
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { AppError, type Device, type EngineName, type WeightsKey } from '@vitrine/contracts'
import { type Logger, pino } from 'pino'
import { z } from 'zod'
import { readCards } from './devices/cards.ts'
import { Devices, type DevicesOptions } from './devices/devices.ts'
import { dtypesFor } from './devices/dtypes.ts'
import { readFingerprint } from './devices/fingerprint.ts'
import { GgufDevices, type GgufDevicesOptions } from './devices/gguf/gguf-devices.ts'
import { probeGguf } from './devices/gguf/probe-gguf.ts'
import { readSystemMemory, systemMeter } from './devices/memory.ts'
import { type DeviceSource, OwnDevices } from './devices/own-devices.ts'
import { runProbe } from './devices/run-probe.ts'
import { expectMemoryBytes } from './downloads/manifest.ts'
import { WEIGHTS } from './downloads/manifests.ts'
import type { ModelStore, WeightsOnDisk } from './downloads/model-store.ts'
import { openModelStore } from './downloads/open-store.ts'
import { builtinManifest } from './engines/builtin/manifest.ts'
import type { EngineManifest } from './engines/engine.ts'
import { statesDirIn } from './engines/gguf/states.ts'
import { openaiManifest } from './engines/openai/manifest.ts'
import type { Env } from './env.ts'
import { EngineHost } from './host/engine-host.ts'
import { findChildEntry, findGgufProbeEntry, findProbeEntry } from './host/entry.ts'
import {
  type ChildLimits,
  DEFAULT_CHILD_LIMITS,
  DEFAULT_RESTART_RULES,
  type RestartRules,
} from './host/policy.ts'
import type { EngineSetup } from './host/protocol.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { readServerProxy, readServers } from './reasoning-servers.ts'
import { describeReport } from './report.ts'
import { Residency } from './residency/residency.ts'
import { Resident } from './residency/resident.ts'
import { ServersSwitch } from './residency/servers-switch.ts'
import { EngineSettings } from './residency/settings.ts'
import { WeightsSwitch } from './residency/weights-switch.ts'
import { Scheduler } from './scheduling/scheduler.ts'
import { createServer } from './server.ts'
import { engineOfWeights, PREFERENCE, WEIGHTS_ENGINES } from './weights-engines.ts'

/** A whole image is held in memory on its way to the engine. */
const MAX_IMAGE_BYTES = 512 * 1024 ** 2
const HEARTBEAT_MS = 1_000
/** A GPU's libraries, loaded for the first time, take tens of seconds. */
const PROBE_MS = 90_000
/** The builtin engine's process after pages of text: 0.55 GB were measured. */
const BUILTIN_BYTES = 600e6
/** The longest deadline that a caller may set, and some: its own end comes first. */
const READING_MS = 660_000
/**
 * A large model on a slow processor: one run of its vision encoder over a full picture was reckoned at four minutes,
 * in which the process says nothing; and its files are read for minutes from a slow disk.
 */
const LARGE_MODEL: Partial<ChildLimits> = {
  pictureMs: READING_MS,
  busySilenceMs: 600_000,
  loadMs: 600_000,
}
/** A server that is off is asked now and then, and turned to by nobody meanwhile. */
const SERVER_RULES: RestartRules = {
  ...DEFAULT_RESTART_RULES,
  firstDelayMs: 1_000,
  maxDelayMs: 30_000,
  failedAfter: 1,
}
/** A person who waits for the other engine waits this long at most before it gets its turn. */
const TURN_MS = 10_000
const COME_BACK_MS = 5_000
/** What a running batch gets to finish when the sidecar is told to stop. */
const STOP_GRACE_MS = 10_000

const now = () => performance.now()

/** What the process finds around it. */
export interface Surroundings {
  /** Of `readLoaderEnv`. */
  loaderEnv: Readonly<Record<string, string>>
  platform: NodeJS.Platform
  /** How a device is tried; in a process of its own when left out. */
  probe?: DevicesOptions['run']
  /** The same for llama.cpp's devices. */
  probeGguf?: GgufDevicesOptions['probe']
}

interface Parts {
  env: Env
  logger: Logger
  metrics: Metrics
  settings: EngineSettings
}

/** Nothing runs, and nothing but settings is read, before `start()`. */
export function createSidecar(env: Env, surroundings: Surroundings) {
  const logger = pino({ level: env.VITRINE_LOG_LEVEL, base: { process: 'inference' } })
  const metrics = createMetrics()
  const usual = { pin: null, keepAliveMinutes: env.VITRINE_KEEP_ALIVE }
  const settings = new EngineSettings(inCache(env, 'inference-settings.json'), usual, logger)
  const parts = { env, logger, metrics, settings }

  const devices = createDevices(parts, surroundings)
  const ggufDevices = createGgufDevices(parts, surroundings)
  const devicesOf = shareDevices(devices, ggufDevices)
  const wantedDtypes = (key: WeightsKey) => wantDtypes(key, { env, devicesOf })
  const store = openModelStore(env, { wantedDtypes, logger, now })

  const residents = createResidents(parts)
  const residency = createResidency(residents, devices, parts)
  const switches = WEIGHTS_ENGINES.map(
    ({ manifest: { name }, setting }) =>
      new WeightsSwitch({
        resident: residency.find(name),
        residency,
        store,
        devices: devicesOf(name),
        settings,
        fixed: { name: setting, key: env[setting] },
        expectBytes,
      }),
  )

  const servers = new ServersSwitch({
    resident: residency.find('openai'),
    residency,
    settings,
    fixed: readServers(env),
    proxy: readServerProxy(env),
    setup: describeSetup('openai', parts),
  })

  const scheduler = new Scheduler({ residency, observer: metrics.observer, now })
  metrics.watch(scheduler)
  const offlineFolder = path.resolve(env.VITRINE_MODELS_DIR ?? path.join(env.VITRINE_DATA_DIR, 'models'))
  const app = createServer({
    scheduler,
    residency,
    metrics,
    logger,
    version: readVersion(),
    maxImageBytes: Math.min(env.VITRINE_MAX_UPLOAD_BYTES, MAX_IMAGE_BYTES),
    store,
    describeModels: () =>
      describeReport({
        residency,
        store,
        devices,
        ggufChoice: ggufDevices.choice,
        switches,
        offlineFolder,
      }),
    servers,
    useWeights: (key) => findSwitch(switches, key).use(key),
    probeDevices: async () => {
      await Promise.all([devices.probe(), ggufDevices.probe()])
    },
  })
  return {
    app,
    residency,
    logger,
    start: () => {
      rmSync(statesDirIn(inCache(env)), { recursive: true, force: true })
      return start({ store, devices, ggufDevices, switches, servers, residency, logger })
    },
    stop: async () => {
      for (const one of switches) one.stop()
      await Promise.all([scheduler.stop(STOP_GRACE_MS), store.stop(), devices.stop(), ggufDevices.stop()])
      await residency.stop()
    },
  }
}

/**
 * What is remembered comes first, so that no engine is loaded only to make way for a better one. Folders that cannot
 * be read and devices that cannot be tried are no reason not to serve.
 */
async function start(parts: {
  store: ModelStore
  devices: Devices
  ggufDevices: GgufDevices
  switches: readonly WeightsSwitch[]
  servers: ServersSwitch
  residency: Residency
  logger: Logger
}): Promise<void> {
  const { store, devices, ggufDevices, switches, servers, residency, logger } = parts
  // Not waited for: it takes a second, and only its own engine needs it.
  void ggufDevices.probe()
  await servers.update()
  for (const outcome of await Promise.allSettled([store.start(), devices.start()]))
    if (outcome.status === 'rejected')
      logger.error({ err: outcome.reason }, 'models or devices could not be looked at')
  await Promise.all(switches.map((one) => one.update()))
  await residency.preload()
}

function createDevices({ env, logger }: Parts, surroundings: Surroundings): Devices {
  const { loaderEnv, platform, probe } = surroundings
  const entry = findProbeEntry()
  const threads = env.VITRINE_THREADS
  return new Devices({
    wish: env.VITRINE_DEVICE,
    platform,
    cacheFile: inCache(env, 'devices.json'),
    run: probe ?? ((device, signal) => runProbe({ device, threads }, { entry, timeoutMs: PROBE_MS, signal })),
    readCards,
    fingerprint: (cards) => readFingerprint(cards, loaderEnv),
    logger,
  })
}

function createGgufDevices({ env, logger }: Parts, surroundings: Surroundings): GgufDevices {
  const { platform, probeGguf: probe } = surroundings
  const inProcesses = async (signal: AbortSignal) => {
    const nvidia = (await readCards()).nvidia?.name ?? null
    return probeGguf({ platform, nvidia, entry: findGgufProbeEntry(), timeoutMs: PROBE_MS, signal })
  }
  return new GgufDevices({ wish: env.VITRINE_DEVICE, probe: probe ?? inProcesses, logger })
}

/** Florence-2 settles what the devices are for all; what a large model cannot run on may still do for it. */
function shareDevices(devices: Devices, ggufDevices: GgufDevices): (engine: EngineName) => DeviceSource {
  const own = new Map(WEIGHTS_ENGINES.map(({ manifest }) => [manifest.name, new OwnDevices(devices)]))
  return (engine) => {
    if (engine === 'florence2') return devices
    return engine === 'gguf' ? ggufDevices : (own.get(engine) ?? devices)
  }
}

function wantDtypes(
  key: WeightsKey,
  { env, devicesOf }: { env: Env; devicesOf(engine: EngineName): DeviceSource },
) {
  const engine = engineOfWeights(key) ?? 'florence2'
  return dtypesFor(devicesOf(engine).target, env.VITRINE_DTYPES, engine)
}

/** Throws `not-found`. */
function findSwitch(switches: readonly WeightsSwitch[], key: WeightsKey): WeightsSwitch {
  const found = switches.find((one) => one.has(key))
  if (found) return found
  throw new AppError('not-found', `There are no weights called ${key}.`)
}

/** In order of preference. */
function createResidents(parts: Parts): Resident[] {
  const local = [builtinManifest, ...WEIGHTS_ENGINES.map(({ manifest }) => manifest)]
  const residents = local.map((manifest) => createResident(manifest, parts))
  residents.push(createRemote(parts))
  return residents.sort((a, b) => PREFERENCE.indexOf(a.name) - PREFERENCE.indexOf(b.name))
}

/** The builtin engine runs as it is; the others have nothing to run until they are told. */
function createResident(manifest: EngineManifest, parts: Parts): Resident {
  const { name } = manifest
  const setup = describeSetup(name, parts)
  const absent = { type: 'absent' as const, why: 'Its weights are not on this machine.', expectedBytes: 0 }
  const plan = name === 'builtin' ? { type: 'run' as const, setup, expectedBytes: BUILTIN_BYTES } : absent
  const limits = manifest.stages.includes('reasoning') ? LARGE_MODEL : {}
  const host = createHost(setup, parts, { limits })
  return new Resident({ manifest, host, plan: { ...plan, device: 'cpu' }, ...parts.settings.stayOf(name) })
}

/**
 * Its process only speaks to servers: it takes nothing of any device here, and is there as long as one of them is.
 * Which they are, a `ServersSwitch` says.
 */
function createRemote(parts: Parts): Resident {
  const setup = describeSetup(openaiManifest.name, parts)
  const host = createHost(setup, parts, { limits: { pictureMs: READING_MS }, restart: SERVER_RULES })
  return new Resident({
    manifest: openaiManifest,
    host,
    plan: { type: 'absent', why: 'No server is named yet.', device: 'remote', expectedBytes: 0 },
    ...parts.settings.stayOf(openaiManifest.name),
  })
}

function describeSetup(engine: EngineName, { env }: Parts): EngineSetup {
  return {
    engine,
    device: 'cpu',
    threads: env.VITRINE_THREADS,
    cacheDir: inCache(env),
    maxPixels: env.VITRINE_MAX_PIXELS,
    heartbeatMs: HEARTBEAT_MS,
  }
}

function createHost(
  setup: EngineSetup,
  { env, logger, metrics }: Parts,
  { limits, restart = DEFAULT_RESTART_RULES }: { limits: Partial<ChildLimits>; restart?: RestartRules },
): EngineHost {
  return new EngineHost({
    entry: findChildEntry(),
    setup,
    limits: { ...DEFAULT_CHILD_LIMITS, memoryBytes: env.VITRINE_CHILD_MEMORY_BYTES, ...limits },
    restart,
    logger: logger.child({ engine: setup.engine }),
    now,
    onRestart: (reason) => metrics.onRestart(setup.engine, reason),
  })
}

function createResidency(residents: readonly Resident[], devices: Devices, { env, settings, logger }: Parts) {
  const systemBytes = readSystemMemory().totalBytes
  return new Residency({
    residents,
    meter: systemMeter,
    totalBytes: (device) =>
      device === 'cpu' ? systemBytes : (devices.probeOf(device)?.totalMemoryBytes ?? null),
    systemBytes,
    budgetBytes: env.VITRINE_DEVICE_MEMORY_BYTES ?? null,
    turnMs: TURN_MS,
    comeBackMs: COME_BACK_MS,
    now,
    onStay: (engine: EngineName, stay) => settings.keepStay(engine, stay),
    logger,
  })
}

function expectBytes({ key, dtypes }: WeightsOnDisk, device: Device): number {
  const manifest = WEIGHTS.find((one) => one.key === key)
  return manifest ? expectMemoryBytes(manifest, dtypes, device) : 0
}

const inCache = (env: Env, file = '') => path.resolve(env.VITRINE_DATA_DIR, 'cache', file)

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
