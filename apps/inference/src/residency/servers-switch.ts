/**
 * Which servers answer questions and read deeply: named in the environment, or by a person in the browser. Keeps the
 * engine that speaks to them in step, and tells Ollama what to hold in its memory.
 */
import {
  AppError,
  type ReasoningServer,
  type ServersReport,
  type ServersRequest,
  type ServerTrial,
} from '@vitrine/contracts'
import type { ServerQuestion } from '../engines/openai/ask-server.ts'
import { createHttp, type Http } from '../engines/openai/http.ts'
import { headersFor, parseAddress, type ReasoningServers } from '../engines/openai/settings.ts'
import { surveyServer } from '../engines/openai/survey.ts'
import type { EngineSetup } from '../host/protocol.ts'
import { FOR_EVER, type MemoryWish, tellMemoryWish } from './ollama-memory.ts'
import type { Residency } from './residency.ts'
import type { Plan, Resident } from './resident.ts'
import type { EngineSettings } from './settings.ts'

export interface ServersSwitchDeps {
  resident: Resident
  residency: Residency
  settings: EngineSettings
  /** From the environment; null where it names none. */
  fixed: ReasoningServers | null
  /** How servers are reached, whoever names them. */
  proxy: Pick<ReasoningServers, 'httpProxy' | 'httpsProxy' | 'noProxy' | 'keepAlive'>
  setup: EngineSetup
}

/** A person waits for the answer: a server that takes longer to list its models is not one to ask questions. */
const SURVEY_MS = 5_000
const NONE = 'No server is named. The Models page takes an address.'

export class ServersSwitch {
  readonly #deps: ServersSwitchDeps

  constructor(deps: ServersSwitchDeps) {
    this.#deps = deps
  }

  /** Those that are asked; null when there are none. */
  get servers(): ReasoningServers | null {
    const { fixed, settings, proxy, resident } = this.#deps
    const chosen = settings.servers
    const named = fixed ?? (chosen && chosen.urls.length > 0 ? { ...proxy, ...chosen } : null)
    if (!named) return null
    return resident.pin ? { ...named, keepAlive: FOR_EVER } : named
  }

  /** What the engine's process is to do with them. */
  get plan(): Plan {
    const { setup } = this.#deps
    const { servers } = this
    const device = 'remote' as const
    if (!servers) return { type: 'absent', why: NONE, device, expectedBytes: 0 }
    return { type: 'run', setup: { ...setup, device, servers }, device, expectedBytes: 0 }
  }

  /** Asks every server how it is. */
  async describe(): Promise<ServersReport> {
    const { fixed, resident } = this.#deps
    const { servers } = this
    const surveyed = servers
      ? await withHttp(servers, (http) => Promise.all(questionsFor(servers, http).map(surveyServer)))
      : []
    return {
      servers: surveyed,
      model: servers?.model ?? null,
      isFixed: fixed !== null,
      isHeld: resident.pin === true,
    }
  }

  /** What answers at an address; nothing is kept of it. The key that is kept for it is told where none is given. */
  async try({ url, apiKey }: ServerTrial): Promise<ReasoningServer> {
    const { proxy, settings } = this.#deps
    const address = parseAddress(url).root
    const key = apiKey ?? settings.servers?.keys?.[address]
    const asked: ReasoningServers = {
      ...proxy,
      urls: [address],
      ...(key ? { keys: { [address]: key } } : {}),
    }
    const [found] = await withHttp(asked, (http) => Promise.all(questionsFor(asked, http).map(surveyServer)))
    if (!found) throw new AppError('internal', 'One address was asked, and none answered.')
    return found
  }

  /** From now on and at every start. Throws `conflict` where the environment names them. */
  async choose({ servers, model }: ServersRequest): Promise<void> {
    const { fixed, settings } = this.#deps
    if (fixed)
      throw new AppError('conflict', 'VITRINE_REASONING_URLS is set, which goes before a choice here.', {
        suggestion: 'Take it out of the settings to choose here.',
      })
    const kept = settings.servers?.keys ?? {}
    const keys: Record<string, string> = {}
    for (const { url, apiKey } of servers) {
      const address = parseAddress(url).root
      const key = apiKey === undefined ? kept[address] : apiKey
      if (key) keys[address] = key
    }
    const urls = [...new Set(servers.map(({ url }) => parseAddress(url).root))]
    settings.keepServers({ urls, keys, ...(model === null ? {} : { model }) })
    await this.update()
  }

  /** Brings the engine in line with what is named; one that is in line already goes on as it is. */
  async update(): Promise<void> {
    const { residency, resident } = this.#deps
    const { plan } = this
    if (JSON.stringify(plan) === JSON.stringify(resident.plan)) return
    await residency.configure(resident, plan)
  }

  /** Throws when a server that answers does not take the wish; servers that are off are told of in the report. */
  async wish(wish: MemoryWish): Promise<void> {
    const { servers } = this
    if (!servers) return
    const usual = this.#deps.proxy.keepAlive
    await withHttp(servers, async (http) => {
      const told = questionsFor(servers, http).map((question) => tellMemoryWish(question, wish, usual))
      for (const outcome of await Promise.allSettled(told))
        if (outcome.status === 'rejected') throw outcome.reason
    })
  }
}

function questionsFor(servers: ReasoningServers, http: Http): ServerQuestion[] {
  return servers.urls.map((url) => ({
    http,
    headers: headersFor(servers, url),
    wanted: servers.model,
    timeoutMs: SURVEY_MS,
    address: parseAddress(url),
  }))
}

async function withHttp<T>(servers: ReasoningServers, work: (http: Http) => Promise<T>): Promise<T> {
  const http = createHttp(servers)
  try {
    return await work(http)
  } finally {
    await http.close()
  }
}
