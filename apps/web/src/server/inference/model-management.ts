/** Models as people manage them: what is here, what can be had, on what it runs, and what is to be done. */
import {
  AppError,
  type EngineName,
  ModelsReport,
  ReasoningServer,
  type ResidencyRequest,
  ServersReport,
  type ServersRequest,
  type ServerTrial,
  type WeightsKey,
} from '@vitrine/contracts'
import type { z } from 'zod'

export interface ModelManagement {
  report(signal?: AbortSignal): Promise<ModelsReport>
  /** Begins to fetch what is missing, or goes on from where it was stopped; does not wait for the end. */
  pull(key: WeightsKey): Promise<void>
  /** Stops a download; what was fetched stays. */
  cancel(key: WeightsKey): Promise<void>
  /** Deletes downloaded files; `conflict` for those in the offline folder. */
  remove(key: WeightsKey): Promise<void>
  /** Makes their engine run these weights. */
  use(key: WeightsKey): Promise<void>
  /** Looks at the folders anew, for files that a person has put there. */
  rescan(): Promise<void>
  /** Loads, ejects or pins an engine, or sets how long it stays; waits until that is done. */
  residency(engine: EngineName, request: ResidencyRequest): Promise<void>
  /** Tries every device anew, and waits for the outcome. */
  probeDevices(): Promise<void>
  /** Servers that answer questions and read deeply, asked just now. */
  servers(signal?: AbortSignal): Promise<ServersReport>
  /** Which are asked from now on; `conflict` where the environment names them. */
  chooseServers(request: ServersRequest): Promise<void>
  /** What answers at an address. */
  tryServer(trial: ServerTrial): Promise<ReasoningServer>
}

/** A request to a sidecar other than for an image. */
export interface ManagementRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  timeoutMs: number
  /** Sent as JSON. */
  body?: unknown
  signal?: AbortSignal
}

const REPORT_TIMEOUT_MS = 5_000
/** Before a download begins the hub is asked for sizes; gigabytes take a moment to delete. */
const CHANGE_TIMEOUT_MS = 60_000
/** A model is loaded, or every device is tried in a process of its own. */
const LONG_TIMEOUT_MS = 300_000

/** @param ask How one sidecar is asked; throws AppErrors only. */
export function createModelManagement(ask: {
  read<T>(schema: z.ZodType<T>, request: ManagementRequest): Promise<T>
  act(request: ManagementRequest): Promise<void>
}): ModelManagement {
  const post = (path: string, options: { timeoutMs?: number; body?: unknown } = {}) =>
    ask.act({ method: 'POST', path, timeoutMs: CHANGE_TIMEOUT_MS, ...options })
  return {
    report: (signal) => {
      const request = { method: 'GET' as const, path: '/v1/models', timeoutMs: REPORT_TIMEOUT_MS }
      return ask.read(ModelsReport, { ...request, ...(signal ? { signal } : {}) })
    },
    pull: (key) => post(`/v1/models/${key}/pull`),
    cancel: (key) => post(`/v1/models/${key}/cancel`),
    remove: (key) => ask.act({ method: 'DELETE', path: `/v1/models/${key}`, timeoutMs: CHANGE_TIMEOUT_MS }),
    use: (key) => post(`/v1/models/${key}/use`),
    rescan: () => post('/v1/models/rescan'),
    residency: (engine, body) =>
      post(`/v1/engines/${engine}/residency`, { body, timeoutMs: LONG_TIMEOUT_MS }),
    probeDevices: () => post('/v1/devices/probe', { timeoutMs: LONG_TIMEOUT_MS }),
    servers: (signal) => {
      const request = { method: 'GET' as const, path: '/v1/servers', timeoutMs: CHANGE_TIMEOUT_MS }
      return ask.read(ServersReport, { ...request, ...(signal ? { signal } : {}) })
    },
    chooseServers: (body) =>
      ask.act({ method: 'PUT', path: '/v1/servers', body, timeoutMs: CHANGE_TIMEOUT_MS }),
    tryServer: (body) =>
      ask.read(ReasoningServer, {
        method: 'POST',
        path: '/v1/servers/try',
        body,
        timeoutMs: CHANGE_TIMEOUT_MS,
      }),
  }
}

/**
 * With several sidecars the first that answers is the one that is managed, in the order of the settings
 * and not by load: one page shows one machine. The others run what lies in their own folders.
 */
export function manageFirst(sidecars: readonly ModelManagement[]): ModelManagement {
  async function first<T>(work: (sidecar: ModelManagement) => Promise<T>): Promise<T> {
    let failure = new AppError('sidecar-unreachable', 'No inference sidecar is configured.')
    for (const sidecar of sidecars) {
      try {
        return await work(sidecar)
      } catch (thrown) {
        failure = AppError.from(thrown)
        if (failure.code !== 'sidecar-unreachable') break
      }
    }
    throw failure
  }
  return {
    report: (signal) => first((sidecar) => sidecar.report(signal)),
    pull: (key) => first((sidecar) => sidecar.pull(key)),
    cancel: (key) => first((sidecar) => sidecar.cancel(key)),
    remove: (key) => first((sidecar) => sidecar.remove(key)),
    use: (key) => first((sidecar) => sidecar.use(key)),
    rescan: () => first((sidecar) => sidecar.rescan()),
    residency: (engine, request) => first((sidecar) => sidecar.residency(engine, request)),
    probeDevices: () => first((sidecar) => sidecar.probeDevices()),
    servers: (signal) => first((sidecar) => sidecar.servers(signal)),
    chooseServers: (request) => first((sidecar) => sidecar.chooseServers(request)),
    tryServer: (trial) => first((sidecar) => sidecar.tryServer(trial)),
  }
}
