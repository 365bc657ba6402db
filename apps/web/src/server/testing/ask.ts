/** Asking without a sidecar, for tests: only the index answers. */
import { AppError } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { createAsk } from '../ask/ask.ts'
import { createIndexEngine } from '../ask/index-engine/index-engine.ts'
import type { Ask, AskDeps } from '../ask/ports.ts'
import { createLog } from '../log.ts'
import { createModelsDouble } from './models.ts'

const NO_ENGINE: AskDeps['inference'] = {
  management: createModelsDouble(),
  refresh: () => Promise.resolve(),
  chatEngines: () => [],
  chat: () => {
    throw new AppError('no-engine', 'There is no engine here.')
  },
}

export function createIndexAsk(db: Db, given: Partial<AskDeps> = {}): Ask {
  return createAsk({
    db,
    readBlob: async () => null,
    inference: NO_ENGINE,
    index: createIndexEngine(),
    onChange: () => undefined,
    log: createLog({ level: 'silent', format: 'json' }),
    now: Date.now,
    ...given,
  })
}
