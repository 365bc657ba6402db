import type { Db } from '@vitrine/db'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Ingest } from './ingest.ts'
import type { Tus } from './tus.ts'

/** What the routes of images and uploads reach. */
export interface ImageServices {
  db: Db
  blobs: BlobStore
  ingest: Ingest
  tus: Tus
}
