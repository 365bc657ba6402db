/** What a person has decided about engines and their weights, kept from one start to the next. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { EngineName, WeightsKey } from '@vitrine/contracts'
import type { Logger } from 'pino'
import { z } from 'zod'
import { ReasoningServers } from '../engines/openai/settings.ts'
import type { Stay } from './resident.ts'

const Stored = z.object({
  /** By engine: the weights it is to run. */
  weights: z.partialRecord(EngineName, WeightsKey),
  stays: z.partialRecord(
    EngineName,
    z.object({ pin: z.boolean().nullable(), keepAliveMinutes: z.number().positive().nullable() }),
  ),
  /** Servers that a person has named in the browser. */
  servers: ReasoningServers.pick({ urls: true, model: true, keys: true })
    .extend({ urls: z.array(z.url()) })
    .nullable()
    .default(null),
})
type Stored = z.infer<typeof Stored>

export class EngineSettings {
  readonly #file: string
  readonly #usual: Stay
  #stored: Stored

  /** `usual`: what holds for an engine of which nothing is said. */
  constructor(file: string, usual: Stay, logger: Logger) {
    this.#file = file
    this.#usual = usual
    this.#stored = read(file, logger)
  }

  stayOf(engine: EngineName): Stay {
    return this.#stored.stays[engine] ?? this.#usual
  }

  weightsOf(engine: EngineName): WeightsKey | null {
    return this.#stored.weights[engine] ?? null
  }

  get servers(): Stored['servers'] {
    return this.#stored.servers
  }

  keepServers(servers: NonNullable<Stored['servers']>): void {
    this.#write({ ...this.#stored, servers })
  }

  keepStay(engine: EngineName, stay: Stay): void {
    this.#write({ ...this.#stored, stays: { ...this.#stored.stays, [engine]: stay } })
  }

  keepWeights(engine: EngineName, key: WeightsKey): void {
    this.#write({ ...this.#stored, weights: { ...this.#stored.weights, [engine]: key } })
  }

  /** Throws when the disk does not take it: a person must not believe that it holds. */
  #write(stored: Stored): void {
    mkdirSync(path.dirname(this.#file), { recursive: true })
    // It may hold a key to a server: for the owner of the folder only.
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${this.#file}.new`, this.#file)
    this.#stored = stored
  }
}

function read(file: string, logger: Logger): Stored {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (thrown) {
    const isAbsent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    if (!isAbsent)
      logger.warn({ err: thrown, file }, 'the settings of the engines cannot be read; taking the usual')
    return { weights: {}, stays: {}, servers: null }
  }
}
