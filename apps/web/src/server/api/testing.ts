/** The API over a real database, for tests. */
import { AppError } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { createTestDb } from '@vitrine/db/testing'
import { createLog } from '../log.ts'
import { createChanges } from '../pipeline/changes.ts'
import { createIndexAsk } from '../testing/ask.ts'
import { createExportsWithoutFiles } from '../testing/exports.ts'
import { createModelsDouble, type ModelsDouble } from '../testing/models.ts'
import { createToolsDouble, type ToolsDouble } from '../testing/tools.ts'
import type { ApiServices } from './context.ts'
import { createCaller } from './root.ts'

export const PERSON = 'Ada'

export interface TestApi {
  api: ReturnType<typeof createCaller>
  db: Db
  services: ApiServices
  models: ModelsDouble
  tools: ToolsDouble
  /** Errors that nobody expected. */
  logged: unknown[]
  /** Blobs whose files were to go. */
  removed: string[]
  dispose(): Promise<void>
}

/** Nothing works in the background: what is queued stays queued. */
export function createTestApi(): TestApi {
  const { db, dispose } = createTestDb()
  const logged: unknown[] = []
  const removed: string[] = []
  const stopping = new AbortController()
  const models = createModelsDouble()
  const tools = createToolsDouble()
  const changes = createChanges({ pollMs: 50, gatherMs: 1 })
  const services: ApiServices = {
    db,
    ask: createIndexAsk(db, {
      onChange: changes.poke,
      log: createLog({ level: 'error', format: 'json', write: (line) => logged.push(line) }),
    }),
    sequences: { read: () => Promise.reject(new AppError('no-engine', 'Nothing reads videos here.')) },
    pipeline: { poke: () => {}, problem: () => 'The sidecar sleeps.' },
    changes,
    async purge(selection) {
      const { ids, orphanedBlobs } = await db.images.purge(selection)
      removed.push(...orphanedBlobs)
      return ids
    },
    models,
    exports: createExportsWithoutFiles(db),
    tools,
    library: {
      status: () => ({ state: 'idle', progress: null, problem: null, last: null }),
      start: () => {},
      removeOrphans: () => Promise.reject(new AppError('conflict', 'There was no check yet.')),
    },
    backups: null,
    report: () => Promise.reject(new Error('the disk is on fire')),
    logError: (error) => void logged.push(error),
    now: Date.now,
    stopping: stopping.signal,
  }
  return {
    api: createCaller({ services, person: PERSON }),
    db,
    services,
    models,
    tools,
    logged,
    removed,
    dispose: async () => {
      stopping.abort()
      await dispose()
    },
  }
}
