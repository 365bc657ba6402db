/** A progress bar on stderr while a person watches; nothing otherwise. */
import { Presets, SingleBar } from 'cli-progress'
import type { Io } from './io.ts'
import { formatBytes } from './text.ts'

export interface Progress {
  /** So many bytes more are done. */
  add(bytes: number): void
  /** What is being worked on, and of how many. */
  files(done: number, total: number): void
  stop(): void
}

export function startProgress(io: Io, verb: string, totalBytes: number): Progress {
  if (!io.progressStream) return { add: () => undefined, files: () => undefined, stop: () => undefined }
  const bar = new SingleBar(
    {
      format: `${verb} {bar} {percentage}% · {files} · {sent} · {eta_formatted} left`,
      stream: io.progressStream,
      barsize: 24,
      etaBuffer: 50,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  let done = 0
  bar.start(Math.max(1, totalBytes), 0, { files: '', sent: `0 B of ${formatBytes(totalBytes)}` })
  return {
    add(bytes) {
      done += bytes
      bar.increment(bytes, { sent: `${formatBytes(done)} of ${formatBytes(totalBytes)}` })
    },
    files: (finished, total) => bar.update({ files: `${finished} of ${total} files` }),
    stop: () => bar.stop(),
  }
}
