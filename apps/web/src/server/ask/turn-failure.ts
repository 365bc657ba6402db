/** What a person can do about a turn that failed. Pure. */
import { AppError, type ErrorCode, type Turn } from '@vitrine/contracts'

/** The error as the turn keeps it: its own advice where it has some that fits, else one by its code. */
export function failureOf(thrown: unknown): NonNullable<Turn['error']> {
  const { error } = AppError.from(thrown).toWire()
  // What the sidecar's caller says of jobs is not true of a turn: nobody asks it again but a person.
  const own = error.code === 'sidecar-unreachable' ? undefined : error.suggestion
  const suggestion = own ?? advice(error.code)
  return suggestion === undefined ? error : { ...error, suggestion }
}

function advice(code: ErrorCode): string | undefined {
  switch (code) {
    case 'engine-crashed':
      return 'Ask again: the engine starts anew by itself. Or ask the index instead.'
    case 'engine-busy':
    case 'engine-starting':
    case 'database-busy':
      return 'Ask again in a moment.'
    case 'sidecar-unreachable':
      return 'It is started again by itself: ask again in a moment, or ask the index instead.'
    case 'out-of-memory':
      return 'Ask with fewer or smaller pictures, choose a smaller model, or ask the index instead.'
    case 'deadline-exceeded':
      return 'Ask again, with fewer pictures, or choose a faster model.'
    case 'no-engine':
    case 'task-unsupported':
      return 'Download a model on the Models page, name a server there, or ask the index instead.'
    case 'too-large':
    case 'too-many-pixels':
      return 'Ask with fewer or smaller pictures.'
    case 'undecodable-image':
    case 'unsupported-media':
      return 'Take the picture out of the question and ask again.'
    case 'hub-unreachable':
      return 'Check the connection, or ask the index instead.'
    case 'storage-full':
      return 'Make room on the disk, then ask again.'
    case 'bad-request':
    case 'not-found':
      return 'Change the question and ask again.'
    case 'internal':
    case 'unauthorized':
    case 'conflict':
    case 'cancelled':
      return undefined
  }
}
