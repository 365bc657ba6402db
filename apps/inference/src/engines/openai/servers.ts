/** Several servers as one: the least busy first, the next when one fails, and a rest for those that do. */
import { AppError } from '@vitrine/contracts'
import type { ServerQuestion } from './ask-server.ts'
import { describeServer, noModel, type ServerInfo, withModel } from './describe-server.ts'
import { isWorthAnother, mostTelling, orderServers, planRest } from './pick-server.ts'
import { SentPictures } from './sent-pictures.ts'
import type { Address } from './settings.ts'

export interface Server {
  readonly address: Address
  /** Its key, where it has one. */
  readonly headers: Record<string, string>
  /** Null before it was asked, and after it went away. */
  info: ServerInfo | null
  /** Found out at the first question: not every server holds a model to a schema. */
  takesSchema: boolean
  /** Found out in the same way: not every server counts its tokens. */
  takesUsage: boolean
  /** Pictures that were sent to it and may be named instead: vLLM keeps them for a while. */
  readonly sent: SentPictures
  inFlight: number
  lastUsedAt: number
  restUntil: number
  /** In a row. */
  failures: number
}

export interface ServersOptions {
  servers: readonly Pick<Server, 'address' | 'headers'>[]
  /** All that is the same for every server. */
  question: Omit<ServerQuestion, 'address' | 'headers'>
  /** Milliseconds, monotonic. */
  now(): number
}

/** Work for a server. */
export interface Errand {
  signal: AbortSignal
  /** Goes to the server that answered it last, while that one can. */
  conversation?: string | undefined
  /** One of their models by its name; each server's own choice when left out. */
  model?: string | undefined
  /** Whether it has gone so far that no other server can take it over. */
  isFinal?(): boolean
}

const MAX_SEATS = 1000
/** Not `no-engine`: the engine itself is well, and other models of its servers answer. */
const LACKS_MODEL = 'task-unsupported'

export class Servers {
  readonly all: readonly Server[]
  readonly #options: ServersOptions
  /** Where a conversation was answered last: what it began with may still be in that server's cache. */
  readonly #seats = new Map<string, Server>()

  constructor(options: ServersOptions) {
    this.#options = options
    this.all = options.servers.map((server) => ({
      ...server,
      info: null,
      takesSchema: true,
      takesUsage: true,
      sent: new SentPictures(),
      inFlight: 0,
      lastUsedAt: 0,
      restUntil: 0,
      failures: 0,
    }))
  }

  /** Asks all of them what they are. Throws the most telling error when none can serve. */
  async open(): Promise<ServerInfo[]> {
    const infos: ServerInfo[] = []
    const errors: AppError[] = []
    const ask = async (server: Server) => {
      try {
        infos.push(await this.#describe(server))
      } catch (thrown) {
        errors.push(this.#noteFailure(server, thrown))
      }
    }
    await Promise.all(this.all.map(ask))
    if (infos.length > 0) return infos
    throw mostTelling(errors) ?? noServer()
  }

  /** Does some work on one server, and on the next when that fails in a way that says nothing about the work. */
  async use<T>(
    work: (server: Server, info: ServerInfo) => Promise<T>,
    { signal, conversation, model, isFinal }: Errand,
  ): Promise<T> {
    const errors: AppError[] = []
    const stickTo = conversation === undefined ? undefined : this.#seats.get(conversation)
    for (const server of orderServers(this.all, this.#options.now(), stickTo)) {
      server.inFlight += 1
      server.lastUsedAt = this.#options.now()
      try {
        const done = await work(server, await this.#infoOf(server, model))
        server.failures = 0
        server.restUntil = 0
        if (conversation !== undefined) this.#seat(conversation, server)
        return done
      } catch (thrown) {
        const error = AppError.from(thrown)
        if (signal.aborted || isFinal?.()) throw error
        // That it lacks one model says nothing about its others.
        if (error.code === LACKS_MODEL) {
          errors.push(error)
          continue
        }
        if (!isWorthAnother(error)) throw error
        errors.push(this.#noteFailure(server, error))
      } finally {
        server.inFlight -= 1
      }
    }
    throw mostTelling(errors) ?? noServer()
  }

  /** The last so many conversations are remembered. */
  #seat(conversation: string, server: Server): void {
    this.#seats.delete(conversation)
    this.#seats.set(conversation, server)
    const [oldest] = this.#seats.keys()
    if (this.#seats.size > MAX_SEATS && oldest !== undefined) this.#seats.delete(oldest)
  }

  /** What is known of a server, asked anew where it does not know of the model that is wanted. */
  async #infoOf(server: Server, model: string | undefined): Promise<ServerInfo> {
    const known = server.info
    const info = known ?? (await this.#describe(server))
    if (model === undefined) return info
    const found = withModel(info, model) ?? (known && withModel(await this.#describe(server), model))
    if (found) return found
    throw ofOneModel(noModel({ address: server.address, wanted: model }, info))
  }

  async #describe(server: Server): Promise<ServerInfo> {
    const { address, headers } = server
    server.info = await describeServer({ ...this.#options.question, address, headers })
    return server.info
  }

  #noteFailure(server: Server, thrown: unknown): AppError {
    const error = AppError.from(thrown)
    const { restMs, isForgotten } = planRest(error, server.failures)
    server.restUntil = this.#options.now() + restMs
    server.failures += 1
    if (isForgotten) {
      server.info = null
      server.sent.forget()
    }
    return error
  }
}

/** About a model that was asked for by its name: the servers' other models answer, and the engine is well. */
export function ofOneModel({ message, suggestion, cause }: AppError): AppError {
  return new AppError(LACKS_MODEL, message, { ...(suggestion ? { suggestion } : {}), cause })
}

const noServer = () => new AppError('no-engine', 'No server is named for deep readings.')
