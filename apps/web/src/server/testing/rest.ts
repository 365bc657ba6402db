/** The public face with nothing behind it but a database, for tests; what a test asks for, it brings. */
import type { Db } from '@vitrine/db'
import { createCsvImport } from '../csv-import/csv-import.ts'
import { createRestApp } from '../rest/app.ts'
import type { RestServices } from '../rest/services.ts'
import { createIndexAsk } from './ask.ts'
import { createExportsWithoutFiles } from './exports.ts'
import { createModelsDouble } from './models.ts'
import { createToolsDouble } from './tools.ts'

const unused = () => Promise.reject(new Error('not asked for here'))

export function createTestRestApp(db: Db, given: Partial<RestServices> = {}) {
  return createRestApp({
    db,
    models: createModelsDouble(),
    exports: createExportsWithoutFiles(db),
    importCsv: createCsvImport({ imports: db.imports, onChange: () => undefined }),
    ask: createIndexAsk(db),
    inference: { perceive: unused, reason: unused, hasReasoningEngine: () => false },
    tools: createToolsDouble(),
    receiveForm: unused,
    receiveImage: unused,
    upload: unused,
    sendBytes: unused,
    pipeline: { problem: () => null, poke: () => undefined },
    logError: () => undefined,
    version: '1.2.3',
    ...given,
  })
}
