/** Exports over a real database, for tests in which no stored file is needed. */
import { AppError } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { createExports } from '../exports/exports.ts'

const NO_BLOBS = {
  path: (sha256: string) => `/nowhere/${sha256}`,
  has: async () => false,
  read: () => Promise.reject(new AppError('not-found', 'There are no files here.')),
}

const NO_EXIFTOOL = { isAvailable: async () => false, embed: async () => null, close: async () => undefined }

export const createExportsWithoutFiles = (db: Db) =>
  createExports({ db, blobs: NO_BLOBS, embedder: NO_EXIFTOOL, now: Date.now })
