/** Whether the data folder can take more. */
import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { AppError } from '@vitrine/contracts'
import { formatBytes } from './stage.ts'

/** Left free for the database and the variants. */
export const RESERVED_BYTES = 64 * 1024 * 1024

/**
 * Makes the folder where it is missing.
 * @throws AppError `internal` that names a folder Vitrine may not write to
 */
export async function requireDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.W_OK)
  } catch (cause) {
    throw new AppError('internal', `Vitrine may not write to the data folder ${dataDir}.`, {
      cause,
      suggestion: 'Give it the right to write there, or set VITRINE_DATA_DIR to another folder.',
    })
  }
}

/** What a person should know of the folder, or null while new images can be stored. */
export async function dataFolderProblem(
  dataDir: string,
  blobs: { freeBytes(): Promise<number> },
): Promise<string | null> {
  try {
    await access(dataDir, constants.W_OK)
    const free = await blobs.freeBytes()
    if (free >= RESERVED_BYTES) return null
    return `The disk that holds the images has ${formatBytes(free)} left: free some space or empty the trash.`
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return `Vitrine may not write to the data folder${reason}: new images can’t be stored.`
  }
}
