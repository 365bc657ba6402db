/** Exports that were asked for and how far they are, each under a ticket that opens its download once. */
import { randomUUID } from 'node:crypto'
import { AppError, type ExportProgress, type ExportRequest } from '@vitrine/contracts'

export interface Order {
  request: ExportRequest
  /** What was counted is what is sent. */
  ids: readonly number[]
}

interface Entry {
  order: Order
  progress: ExportProgress
  /** When it was last heard of. */
  at: number
}

/** How long a ticket holds without a word of its download, and how many there may be: each holds its list of ids. */
const KEEP_MS = 10 * 60_000
const MAX_TICKETS = 50

export function createTickets(now: () => number) {
  const entries = new Map<string, Entry>()

  function forgetOld(): void {
    for (const [ticket, { at }] of entries) if (at < now() - KEEP_MS) entries.delete(ticket)
    const [oldest] = entries.keys()
    if (entries.size >= MAX_TICKETS && oldest !== undefined) entries.delete(oldest)
  }

  function find(ticket: string): Entry {
    const entry = entries.get(ticket)
    if (entry && entry.at >= now() - KEEP_MS) return entry
    throw new AppError('not-found', 'This download is not there any more.', {
      suggestion: 'Begin the export anew.',
    })
  }

  return {
    issue(order: Order): string {
      forgetOld()
      const ticket = randomUUID()
      const progress: ExportProgress = { state: 'ready', done: 0, count: order.ids.length }
      entries.set(ticket, { order, progress, at: now() })
      return ticket
    },
    /** Its order, once. Throws `not-found` for a ticket that is unknown, too old or used. */
    redeem(ticket: string): Order {
      const entry = find(ticket)
      if (entry.progress.state !== 'ready')
        throw new AppError('not-found', 'This download has begun already.', {
          suggestion: 'Begin the export anew.',
        })
      entry.progress.state = 'running'
      return entry.order
    },
    note(ticket: string, heard: Partial<Pick<ExportProgress, 'state' | 'done'>>): void {
      const entry = entries.get(ticket)
      if (!entry) return
      Object.assign(entry.progress, heard)
      entry.at = now()
    },
    progress: (ticket: string): ExportProgress => ({ ...find(ticket).progress }),
  }
}
