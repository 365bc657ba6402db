/** How a turn speaks: what is being done, what it cost, what went wrong and what to do about it. Pure. */
import type { ChatUsage, ErrorCode, Turn } from '@vitrine/contracts'
import type { TurnProgress } from './live-turn.ts'
import { formatTokens } from './token-words.ts'

const numbers = new Intl.NumberFormat('en')
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** "0.8 s", "2 min 5 s". */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 0.1) return `${hundredths.format(seconds)} s`
  if (seconds < 60) return `${decimals.format(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** What is being done before the first word. */
export function progressLine(state: Turn['state'], progress: TurnProgress | null): string {
  if (progress === null) return state === 'queued' ? 'Waiting…' : 'Thinking…'
  switch (progress.step) {
    case 'searching':
      return 'Searching the library…'
    case 'waiting':
      if (progress.ahead === 0) return 'Next in line…'
      return `Waiting for ${progress.ahead === 1 ? 'one other' : `${progress.ahead} others`}…`
    case 'loading':
      return 'Loading the model…'
    case 'reading':
      return `Reading ${numbers.format(progress.doneTokens)} of ${numbers.format(progress.totalTokens)} tokens…`
  }
}

/** How far the reading is, 0..1; null where that is not known. */
export function progressShare(progress: TurnProgress | null): number | null {
  if (progress?.step !== 'reading' || progress.totalTokens <= 0) return null
  return Math.min(1, progress.doneTokens / progress.totalTokens)
}

/** The facts of one answer that are worth a glance. */
export function usageFacts(usage: ChatUsage): string[] {
  const { firstTokenMs, tokensPerSecond, imageTokens, cachedTokens } = usage
  return [
    firstTokenMs === null ? '' : `first word after ${formatDuration(usage.queueMs + firstTokenMs)}`,
    tokensPerSecond === null ? '' : `${decimals.format(tokensPerSecond)} tokens/s`,
    imageTokens ? `${numbers.format(imageTokens)} for pictures` : '',
    cachedTokens ? `${numbers.format(cachedTokens)} remembered` : '',
  ].filter(Boolean)
}

/** Everything that was counted, by name, for those who ask. */
export function usageRows(usage: ChatUsage): [name: string, value: string][] {
  const tokens = (count: number | null) => (count === null ? 'not counted' : formatTokens(count))
  return [
    ['Read in all', tokens(usage.promptTokens)],
    ['Of these, for pictures', tokens(usage.imageTokens)],
    ['Of these, remembered from before', tokens(usage.cachedTokens)],
    ['Written', tokens(usage.completionTokens)],
    ['Waited', formatDuration(usage.queueMs)],
    ['To the first word', usage.firstTokenMs === null ? 'none came' : formatDuration(usage.firstTokenMs)],
    ['In the engine', formatDuration(usage.totalMs)],
  ]
}

/** What a person can do about a failed turn; each is a button. */
export type TurnRemedy = 'retry' | 'models' | 'server' | 'index' | 'shorter'

const REMEDIES: Partial<Record<ErrorCode, readonly TurnRemedy[]>> = {
  'no-engine': ['models', 'server', 'index'],
  'task-unsupported': ['models', 'server', 'index'],
  'engine-crashed': ['retry', 'index'],
  'engine-busy': ['retry', 'index'],
  'engine-starting': ['retry'],
  'out-of-memory': ['retry', 'models', 'index'],
  'deadline-exceeded': ['retry', 'index'],
  'sidecar-unreachable': ['retry', 'index'],
  'too-large': ['shorter', 'retry'],
  'bad-request': ['shorter', 'retry'],
}

/** In the order in which they are offered. */
export function remediesFor(code: ErrorCode): readonly TurnRemedy[] {
  return REMEDIES[code] ?? ['retry']
}

/** What assistive technology is told of a turn: that it began, and that it ended; nothing in between. */
export function announceTurn(state: Turn['state']): string {
  switch (state) {
    case 'queued':
    case 'running':
      return 'Answering.'
    case 'done':
      return 'The answer is ready.'
    case 'stopped':
      return 'Stopped.'
    case 'failed':
      return ''
    case 'interrupted':
      return 'The answer was interrupted.'
  }
}
