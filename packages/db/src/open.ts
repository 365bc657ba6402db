/** The database put together from its rooms. */
import { createCollectionStore } from './collections/store.ts'
import { openHandle } from './connection.ts'
import type { StoreContext } from './context.ts'
import { createConversationStore } from './conversations/store.ts'
import type { Db, DbOptions } from './db.ts'
import { createEventStore } from './events/store.ts'
import { createExportStore } from './exports/store.ts'
import { createFormerStore } from './formers/store.ts'
import { createImageStore } from './images/store.ts'
import { createImportStore } from './imports/store.ts'
import { createJobStore } from './jobs/store.ts'
import { createSavedSearchStore } from './saved-searches/store.ts'
import { resolveQueryIds } from './search/resolve.ts'
import { createSearchStore } from './search/store.ts'
import { indexImages, removeFromIndex } from './search/writer.ts'
import { createSettingsStore } from './settings/store.ts'
import { createTagStore } from './tags/store.ts'
import { createVideoStore } from './videos/store.ts'

/**
 * Opens a migrated database file. Open it once in a process and share it: writers of one process take
 * turns, those of several wait for each other's transactions.
 */
export function openDb(options: DbOptions): Db {
  return createDb(openHandle(options))
}

/** The stores over an open handle, whose `close` becomes theirs. */
export function createDb(handle: ReturnType<typeof openHandle>): Db {
  const context: StoreContext = { handle, index: { indexImages, removeFromIndex, resolveQueryIds } }
  return {
    images: createImageStore(context),
    videos: createVideoStore(context),
    jobs: createJobStore(context),
    formers: createFormerStore(context),
    events: createEventStore(handle),
    search: createSearchStore(handle),
    exports: createExportStore(handle),
    imports: createImportStore(context),
    collections: createCollectionStore(context),
    tags: createTagStore(context),
    conversations: createConversationStore(handle),
    savedSearches: createSavedSearchStore(handle),
    settings: createSettingsStore(handle),
    sqliteVersion: handle.reader.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? 'unknown',
    close: handle.close,
  }
}
