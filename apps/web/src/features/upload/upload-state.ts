/** What is being uploaded and how far it is. Pure: the uploader dispatches, the panel shows. */
import type { IngestItem } from '@vitrine/contracts'

export type UploadPhase =
  | { name: 'waiting'; sentBytes: number }
  /** Fingerprinted, to see whether these bytes are already there. */
  | { name: 'hashing' }
  | { name: 'sending'; sentBytes: number }
  | { name: 'paused'; sentBytes: number }
  /** Every byte is there; the server unpacks and looks. */
  | { name: 'storing' }
  /** One item for a picture, several for a zip or a PDF. */
  | { name: 'done'; items: readonly IngestItem[] }
  | { name: 'failed'; reason: string; sentBytes: number }
  | { name: 'cancelled' }

export interface UploadItem {
  /** Ascending in the order in which files were added. */
  id: number
  fileName: string
  sizeBytes: number
  phase: UploadPhase
}

export interface UploadState {
  items: readonly UploadItem[]
  nextId: number
}

export type UploadEvent =
  | { type: 'added'; files: readonly { fileName: string; sizeBytes: number }[] }
  | { type: 'hashing'; id: number }
  | { type: 'progressed'; id: number; sentBytes: number }
  | { type: 'finished'; id: number; items: readonly IngestItem[] }
  | { type: 'failed'; id: number; reason: string }
  /** Without an id: every upload that can. */
  | { type: 'paused'; id?: number }
  | { type: 'resumed'; id?: number }
  | { type: 'retried'; id?: number }
  | { type: 'cancelled'; id?: number }
  /** Forgets what is over. */
  | { type: 'cleared' }

export const noUploads: UploadState = { items: [], nextId: 1 }

/** The next state. What comes late (progress of a paused upload, the end of a cancelled one) changes nothing. */
export function reduceUploads(state: UploadState, event: UploadEvent): UploadState {
  switch (event.type) {
    case 'added':
      return {
        items: [...state.items, ...event.files.map((file, index) => newItem(state.nextId + index, file))],
        nextId: state.nextId + event.files.length,
      }
    case 'cleared':
      return { ...state, items: state.items.filter((item) => !isSettled(item)) }
    default:
      return change(state, event.id, (item) => nextPhase(item, event))
  }
}

function newItem(id: number, file: { fileName: string; sizeBytes: number }): UploadItem {
  return { id, ...file, phase: { name: 'waiting', sentBytes: 0 } }
}

type ItemEvent = Exclude<UploadEvent, { type: 'added' | 'cleared' }>

function nextPhase({ phase, sizeBytes }: UploadItem, event: ItemEvent): UploadPhase {
  switch (event.type) {
    case 'hashing':
      return phase.name === 'waiting' ? { name: 'hashing' } : phase
    case 'progressed':
      if (phase.name !== 'hashing' && phase.name !== 'sending') return phase
      return event.sentBytes >= sizeBytes
        ? { name: 'storing' }
        : { name: 'sending', sentBytes: event.sentBytes }
    case 'finished':
      return isRunning(phase) ? { name: 'done', items: event.items } : phase
    case 'failed':
      return isRunning(phase) ? { name: 'failed', reason: event.reason, sentBytes: sentOf(phase) } : phase
    case 'paused':
      // What is being stored can't be held any more.
      return phase.name === 'waiting' || phase.name === 'hashing' || phase.name === 'sending'
        ? { name: 'paused', sentBytes: sentOf(phase) }
        : phase
    case 'resumed':
      return phase.name === 'paused' ? { name: 'waiting', sentBytes: phase.sentBytes } : phase
    case 'retried':
      return phase.name === 'failed' ? { name: 'waiting', sentBytes: phase.sentBytes } : phase
    case 'cancelled':
      return phase.name === 'done' || phase.name === 'storing' ? phase : { name: 'cancelled' }
  }
}

function change(
  state: UploadState,
  id: number | undefined,
  next: (item: UploadItem) => UploadPhase,
): UploadState {
  if (id !== undefined) {
    const index = indexOf(state.items, id)
    const item = state.items[index]
    if (!item) return state
    const phase = next(item)
    return phase === item.phase ? state : { ...state, items: state.items.with(index, { ...item, phase }) }
  }
  return {
    ...state,
    items: state.items.map((item) => {
      const phase = next(item)
      return phase === item.phase ? item : { ...item, phase }
    }),
  }
}

// Ids ascend, so ten thousand files do not make every progress event a walk.
function indexOf(items: readonly UploadItem[], id: number): number {
  let low = 0
  let high = items.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = items[middle]?.id ?? 0
    if (found === id) return middle
    if (found < id) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Whether work goes on for it now. */
export function isRunning(phase: UploadPhase): boolean {
  return phase.name === 'hashing' || phase.name === 'sending' || phase.name === 'storing'
}

/** Whether nothing more will happen to it by itself. */
export function isSettled({ phase }: UploadItem): boolean {
  return phase.name === 'done' || phase.name === 'failed' || phase.name === 'cancelled'
}

function sentOf(phase: UploadPhase): number {
  return 'sentBytes' in phase ? phase.sentBytes : 0
}

/** How much of a file is over, 0..1. */
export function progressOf({ phase, sizeBytes }: UploadItem): number {
  if (phase.name === 'done' || phase.name === 'storing') return 1
  return sizeBytes === 0 ? 0 : Math.min(1, sentOf(phase) / sizeBytes)
}

export interface UploadSummary {
  /** Files, cancelled ones left out. */
  files: number
  settled: number
  running: number
  waiting: number
  paused: number
  failed: number
  /** Pictures, which may be more than files. */
  created: number
  duplicates: number
  rejected: number
  /** 0..1 of all bytes. */
  progress: number
}

/** The whole in numbers. */
export function summariseUploads({ items }: UploadState): UploadSummary {
  const summary: UploadSummary = {
    files: 0,
    settled: 0,
    running: 0,
    waiting: 0,
    paused: 0,
    failed: 0,
    created: 0,
    duplicates: 0,
    rejected: 0,
    progress: 0,
  }
  let bytes = 0
  let doneBytes = 0
  for (const item of items) {
    if (item.phase.name === 'cancelled') continue
    summary.files += 1
    if (isSettled(item)) summary.settled += 1
    if (isRunning(item.phase)) summary.running += 1
    if (item.phase.name === 'waiting') summary.waiting += 1
    if (item.phase.name === 'paused') summary.paused += 1
    if (item.phase.name === 'failed') summary.failed += 1
    if (item.phase.name === 'done') countOutcomes(item.phase.items, summary)
    // An empty file is a step of its own, too.
    const weight = Math.max(1, item.sizeBytes)
    bytes += weight
    doneBytes += weight * (item.phase.name === 'failed' ? 1 : progressOf(item))
  }
  summary.progress = bytes === 0 ? 0 : doneBytes / bytes
  return summary
}

function countOutcomes(items: readonly IngestItem[], summary: UploadSummary) {
  for (const { outcome } of items) {
    if (outcome === 'created') summary.created += 1
    else if (outcome === 'duplicate') summary.duplicates += 1
    else summary.rejected += 1
  }
}
