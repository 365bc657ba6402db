/** How far a download is, in bytes, on stderr while a person watches; nothing otherwise. */
import type { Weights } from '@vitrine/contracts'
import { Presets, SingleBar } from 'cli-progress'
import type { Io } from './io.ts'
import { formatBytes, formatDuration } from './text.ts'

export interface DownloadProgressBar {
  show(weights: Pick<Weights, 'state' | 'progress' | 'downloadBytes'>): void
  stop(): void
}

export function startDownloadProgress(io: Io): DownloadProgressBar {
  if (!io.progressStream) return { show: () => undefined, stop: () => undefined }
  const bar = new SingleBar(
    {
      format: '{verb} {bar} {percentage}% · {bytes}{pace}{left}',
      stream: io.progressStream,
      barsize: 24,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  let isStarted = false
  return {
    show(weights) {
      const { value, total, words } = describeProgress(weights)
      if (isStarted) {
        bar.setTotal(total)
        bar.update(value, words)
      } else bar.start(total, value, words)
      isStarted = true
    },
    stop: () => bar.stop(),
  }
}

/** What the bar shows; the pace and the time left are the server's, which has the whole download before it. */
export function describeProgress({
  state,
  progress,
  downloadBytes,
}: Pick<Weights, 'state' | 'progress' | 'downloadBytes'>) {
  const total = Math.max(1, progress?.totalBytes || downloadBytes)
  const value = Math.min(total, progress?.receivedBytes ?? 0)
  const pace = progress?.bytesPerSecond ?? null
  const left = progress?.secondsLeft ?? null
  return {
    total,
    value,
    words: {
      verb: state === 'verifying' ? 'Verifying' : 'Fetching',
      bytes: `${formatBytes(value)} of ${formatBytes(total)}`,
      pace: pace === null ? '' : ` · ${formatBytes(pace)}/s`,
      left: left === null ? '' : ` · ${formatDuration(left)} left`,
    },
  }
}
