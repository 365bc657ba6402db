/** What a backup is told, and what it tells meanwhile. */
import type { OpenAsker } from '@vitrine/db/file'
import type { WritableFile } from './writable-file.ts'

export interface BackupProgress {
  phase: 'blobs' | 'database' | 'verifying'
  /** From 0 to 1 within its phase. */
  share: number
}

export interface BackupOptions {
  /** Absolute. */
  dataDir: string
  /** The folder of backups; made where there is none. */
  folder: string
  /** Of the product. */
  version: string
  /** Read again every blob that the folder has already. */
  verify?: boolean | undefined
  /** Share the bytes of blobs with the library where both lie on one volume. */
  link?: boolean | undefined
  /** How many snapshots stay; all when left out. */
  keep?: number | undefined
  /** Who looks whether the snapshot's file is sound; this thread when left out. */
  openAsker?: OpenAsker | undefined
  /** Milliseconds since 1970. */
  now: () => number
  openForWriting?: ((file: string) => Promise<WritableFile>) | undefined
  onProgress?: ((progress: BackupProgress) => void) | undefined
  signal?: AbortSignal | undefined
}
