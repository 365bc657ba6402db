/** `vitrine status`: how far the reading is. */
import type { PipelineStatus } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { formatDuration, printable } from './text.ts'

export async function status(io: Io, client: Client, { json }: { json: boolean }): Promise<ExitCode> {
  const answer = await client.status()
  io.out(json ? JSON.stringify(answer, null, 2) : describeStatus(client.url, answer))
  if (answer.problem) io.err(printable(answer.problem))
  return EXIT.done
}

export function describeStatus(url: string, answer: PipelineStatus): string {
  const counts: [string, number][] = [
    ['ready', answer.ready],
    ['queued', answer.queued],
    ['being read', answer.perceiving],
    ['being read deeply', answer.reasoning],
    ['waiting for a reasoning engine', answer.waitingForReasoning],
    ['failed', answer.failed],
    ['cancelled', answer.cancelled],
  ]
  const width = Math.max(...counts.map(([, number]) => String(number).length))
  const lines = counts
    .filter(([name, number]) => number > 0 || name === 'ready')
    .map(([name, number]) => `  ${String(number).padStart(width)}  ${name}`)
  const pace = answer.imagesPerSecond === null ? [] : [`${answer.imagesPerSecond.toFixed(2)} images a second`]
  const left = answer.secondsLeft === null ? [] : [`about ${formatDuration(answer.secondsLeft)} left`]
  const tail = [...pace, ...left, ...(answer.paused ? ['paused'] : [])].join(', ')
  return [`Vitrine at ${url}`, ...lines, ...(tail ? [`  ${tail}`] : [])].join('\n')
}
