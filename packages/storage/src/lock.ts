import { AppError } from '@vitrine/contracts'
import { holdFile } from '@vitrine/db/file'

/**
 * Runs `work` while nobody else makes a backup into the folder of this file.
 * @throws AppError `conflict` while another one is at work
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const release = holdFile(file)
  if (!release)
    throw new AppError('conflict', 'Another backup is being made into this folder.', {
      suggestion: 'Wait until it is done.',
    })
  try {
    return await work()
  } finally {
    release()
  }
}
