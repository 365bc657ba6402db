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
import { describeServer, type ServerQuestion } from '../engines/openai/describe-server.ts'
import { createHttp, type Http } from '../engines/openai/http.ts'
import { keepLoaded } from '../engines/openai/keep-loaded.ts'
import { parseAddress, type ReasoningServers } from '../engines/openai/settings.ts'
import { surveyServer } from '../engines/openai/survey.ts'
import type { EngineSetup } from '../host/protocol.ts'
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
/** Ollama's word for ever, and for now. */
const FOR_EVER = '-1'
const NOT_AT_ALL = '0'
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
    const { fixed } = this.#deps
    const { servers } = this
    const surveyed = servers
      ? await withHttp(servers, (http) => Promise.all(questionsFor(servers, http).map(surveyServer)))
      : []
    return {
      servers: surveyed,
      model: servers?.model ?? null,
      hasApiKey: servers?.apiKey !== undefined,
      isFixed: fixed !== null,
    }
  }

  /** What answers at an address; nothing is kept of it. */
  async try({ url, apiKey }: ServerTrial): Promise<ReasoningServer> {
    const asked: ReasoningServers = { ...this.#deps.proxy, urls: [url], ...(apiKey ? { apiKey } : {}) }
    const [found] = await withHttp(asked, (http) => Promise.all(questionsFor(asked, http).map(surveyServer)))
    if (!found) throw new AppError('internal', 'One address was asked, and none answered.')
    return found
  }

  /** From now on and at every start. Throws `conflict` where the environment names them. */
  async choose({ urls, model, apiKey }: ServersRequest): Promise<void> {
    const { fixed, settings } = this.#deps
    if (fixed)
      throw new AppError('conflict', 'VITRINE_REASONING_URLS is set, which goes before a choice here.', {
        suggestion: 'Take it out of the settings to choose here.',
      })
    const kept = apiKey === undefined ? settings.servers?.apiKey : (apiKey ?? undefined)
    settings.keepServers({
      urls,
      ...(model === null ? {} : { model }),
      ...(kept === undefined ? {} : { apiKey: kept }),
    })
    await this.update()
  }

  /** Brings the engine in line with what is named. */
  async update(): Promise<void> {
    await this.#deps.residency.configure(this.#deps.resident, this.plan)
  }

  /** Tells Ollama to hold the model for ever, or to let go of it now; other servers have no such wish to take. */
  async hold(isHeld: boolean): Promise<void> {
    const { servers } = this
    if (!servers) return
    await withHttp(servers, async (http) => {
      for (const question of questionsFor(servers, http)) {
        const info = await describeServer(question)
        const connection = { ...question, waits: { firstMs: SURVEY_MS, stallMs: SURVEY_MS } }
        await keepLoaded(connection, info, isHeld ? FOR_EVER : NOT_AT_ALL)
      }
    })
  }
}

function questionsFor({ urls, model, apiKey }: ReasoningServers, http: Http): ServerQuestion[] {
  const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {}
  return urls.map((url) => ({
    http,
    headers,
    wanted: model,
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
