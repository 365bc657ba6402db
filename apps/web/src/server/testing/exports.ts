/** Exports over a real database, for tests in which no stored file is needed. */
import { AppError } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { createExports } from '../exports/exports.ts'

const NO_BLOBS = {
  has: async () => false,
  read: () => Promise.reject(new AppError('not-found', 'There are no files here.')),
}

export const createExportsWithoutFiles = (db: Db) => createExports({ db, blobs: NO_BLOBS, now: Date.now })
