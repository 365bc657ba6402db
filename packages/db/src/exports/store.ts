import type { DbHandle } from '../connection.ts'
import type { ExportStore } from '../db.ts'
import { toExportRecord } from './record.ts'
import { readImageRows } from './rows.ts'
import { selectIds } from './select-ids.ts'

/** Exports over a handle's reading connection; each batch is read as of one moment. */
export function createExportStore(handle: DbHandle): ExportStore {
  const { reader } = handle
  return {
    ids: (selection, sort) => selectIds(handle, selection, sort),
    records: async (ids, { withPlaces }) =>
      reader.transaction(() => readImageRows(reader, ids).map((rows) => toExportRecord(rows, withPlaces)))(),
  }
}
