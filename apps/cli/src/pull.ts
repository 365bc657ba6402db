/** `vitrine models pull KEY`: begins a download and watches it; the download itself is Vitrine's. */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type Weights, type WeightsKey } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { startDownloadProgress } from './download-progress.ts'
import { EXIT, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { findWeights } from './models.ts'
import { formatBytes, printable } from './text.ts'

const POLL_MS = 400
/** A sidecar that is restarted is away for a few seconds; the download goes on when it is back. */
const PATIENCE_MS = 20_000

export async function pull(
  io: Io,
  client: Client,
  { key, json }: { key: WeightsKey; json: boolean },
): Promise<ExitCode> {
  const before = await findWeights(client, key)
  if (before.state === 'present') {
    io.out(json ? JSON.stringify(before, null, 2) : printable(`${before.title} is here already.`))
    return EXIT.done
  }
  io.err(printable(announce(before)))
  const after = await watch(io, client, isUnderWay(before) ? before : await client.models.pull(key))
  if (after === null) {
    io.err(`The download goes on without this command. "vitrine models cancel ${key}" stops it.`)
    return EXIT.incomplete
  }
  if (json) io.out(JSON.stringify(after, null, 2))
  else if (after.state === 'present')
    io.out(printable(`${after.title} is here: ${formatBytes(after.diskBytes)}.`))
  if (after.state === 'present') return EXIT.done
  io.err(printable(after.problem ?? `The download of ${after.title} was stopped. What was fetched stays.`))
  return EXIT.incomplete
}

const isUnderWay = ({ state }: Weights) => state === 'downloading' || state === 'verifying'

function announce(weights: Weights): string {
  if (isUnderWay(weights)) return `${weights.title} is being fetched already; this shows how far it is.`
  const size = `${weights.isExactSize ? '' : 'about '}${formatBytes(weights.downloadBytes)}`
  return `Fetching ${weights.title}, ${size}, from ${weights.repository}.`
}

/** Follows a download to its end; null when the person no longer wants to watch. */
async function watch(io: Io, client: Client, first: Weights): Promise<Weights | null> {
  const interruption = new AbortController()
  const stopListening = io.onInterrupt(() => interruption.abort())
  const progress = startDownloadProgress(io)
  try {
    let weights = first
    while (isUnderWay(weights)) {
      progress.show(weights)
      await rest(interruption.signal)
      if (interruption.signal.aborted) return null
      weights = await askPatiently(client, first.key)
    }
    return weights
  } finally {
    progress.stop()
    stopListening()
  }
}

/** Asks until there is an answer: the sidecar may be restarting. */
async function askPatiently(client: Client, key: WeightsKey): Promise<Weights> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await findWeights(client, key)
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (!error.retryable || Date.now() > end) throw error
      await delay(POLL_MS)
    }
  }
}

/** The time between two looks, or less when the person wants to leave. */
async function rest(signal: AbortSignal): Promise<void> {
  try {
    await delay(POLL_MS, undefined, { signal })
  } catch (thrown) {
    if (!signal.aborted) throw thrown
  }
}
