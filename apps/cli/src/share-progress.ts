/** How far long work is, in parts with names, on stderr while a person watches; nothing otherwise. */
import { Presets, SingleBar } from 'cli-progress'
import type { Io } from './io.ts'

export interface ShareProgress {
  /** `share` from 0 to 1; null while nobody knows. */
  show(part: string, share: number | null): void
  stop(): void
}

const STEPS = 1000

export function startShareProgress(io: Io): ShareProgress {
  if (!io.progressStream) return { show: () => undefined, stop: () => undefined }
  const bar = new SingleBar(
    { format: '{part} {bar} {percentage}%', stream: io.progressStream, barsize: 24, clearOnComplete: true },
    Presets.shades_classic,
  )
  bar.start(STEPS, 0, { part: '' })
  return {
    show: (part, share) => bar.update(Math.round((share ?? 0) * STEPS), { part }),
    stop: () => bar.stop(),
  }
}

/** Runs long work that Ctrl-C ends by its signal, with a bar beside it. */
export async function watched<T>(
  io: Io,
  work: (tools: { show: ShareProgress['show']; signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController()
  const stopListening = io.onInterrupt(() => interruption.abort())
  const progress = startShareProgress(io)
  try {
    return await work({ show: progress.show, signal: interruption.signal })
  } finally {
    progress.stop()
    stopListening()
  }
}
