import { AppError } from '@vitrine/contracts'

/** Whether a failure of the system carries one of these codes. */
export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)

/** Whether a file system call failed because there is no such file. */
export const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT', 'ENOTDIR')

/** A failure to write as the product says it: a full disk is `storage-full`; what is no such failure stays as it was. */
export function fromFileError(error: unknown): unknown {
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) {
    return new AppError('storage-full', 'The disk that holds the images is full.', {
      cause: error,
      suggestion: 'Free some space or empty the trash, then try again.',
    })
  }
  if (hasCode(error, 'EROFS', 'EACCES', 'EPERM')) {
    return new AppError('internal', 'Vitrine may not write to its data folder.', {
      cause: error,
      suggestion: 'Give it the right to write there; the log says to which file.',
    })
  }
  return error
}
