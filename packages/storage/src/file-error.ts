import { AppError } from '@vitrine/contracts'

/** Whether a failure of the system carries one of these codes. */
export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)

/** Whether a file system call failed because there is no such file. */
export const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT', 'ENOTDIR')

/** What a failure to write is about, and what helps. */
export interface WritingWords {
  /** As a sentence says it: "The disk that holds … is full." */
  place: string
  whenFull: string
}

const IMAGES: WritingWords = {
  place: 'the images',
  whenFull: 'Free some space or empty the trash, then try again.',
}

/** A failure to write as the product says it: a full disk is `storage-full`; what is no such failure stays as it was. */
export function fromFileError(error: unknown, words: WritingWords = IMAGES): unknown {
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) {
    return new AppError('storage-full', `The disk that holds ${words.place} is full.`, {
      cause: error,
      suggestion: words.whenFull,
    })
  }
  if (hasCode(error, 'EROFS', 'EACCES', 'EPERM')) {
    const file = error instanceof Error && 'path' in error ? ` (${String(error.path)})` : ''
    return new AppError('internal', `Vitrine may not write to the folder of ${words.place}${file}.`, {
      cause: error,
      suggestion: 'Give it the right to write there.',
    })
  }
  return error
}
