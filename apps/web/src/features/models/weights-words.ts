/** How the Models page speaks of weights: what they are for, what they need, how far they are. Pure. */
import type { Dtype, MemoryLedger, Weights, WeightsState } from '@vitrine/contracts'
import { formatBytes } from '../image-detail/image-words.ts'
import { formatDuration } from '../live/pipeline-words.ts'
import type { BadgeTone } from '../system/badge-tone.ts'

const purposes: Record<string, string> = {
  'florence-2-base-ft':
    'The quick all-rounder: captions, objects and text in one look, tuned on many everyday tasks. It is at home on a processor.',
  'florence-2-base':
    'The same size before the tuning. Its captions are plainer; good for comparing, rarely the better choice.',
  'florence-2-large-ft':
    'The careful reader: finer captions and more small things found, tuned on many everyday tasks. It wants a graphics card.',
  'florence-2-large':
    'The careful reader before the tuning. Its captions are plainer; good for comparing, rarely the better choice.',
}

/** Of those that converse. */
const conversing: Record<string, string> = {
  'qwen2-vl-2b':
    'Answers questions about pictures and reads documents deeply, and remembers what was read of a conversation. A processor takes half a minute for a new picture.',
  'qwen2.5-vl-3b':
    'The newer and slightly larger one: better at documents and at saying where things are. Its licence rules out business.',
  'qwen2-vl-7b-gguf':
    'The one to have on a card with 8 GB or more: fine print, tables, charts and long questions, run by llama.cpp.',
  'qwen2-vl-2b-gguf': 'The small one for cards with little memory, run by llama.cpp.',
}

/** One sentence or two on what the weights are good for. */
export function describePurpose(weights: Pick<Weights, 'key' | 'stages'>): string {
  const known = purposes[weights.key] ?? conversing[weights.key]
  if (known) return known
  return weights.stages.includes('reasoning')
    ? 'Describes images in depth.'
    : 'Reads images: what they show and what is written on them.'
}

const stateNames: Record<WeightsState, string> = {
  absent: 'not here',
  downloading: 'downloading',
  verifying: 'being verified',
  present: 'ready',
  damaged: 'incomplete',
}

/** A download that was stopped is partly here. */
export function nameState({ state, diskBytes }: Pick<Weights, 'state' | 'diskBytes'>): string {
  return state === 'absent' && diskBytes > 0 ? 'partly here' : stateNames[state]
}

export const stateTones: Record<WeightsState, BadgeTone> = {
  absent: 'neutral',
  downloading: 'accent',
  verifying: 'accent',
  present: 'success',
  damaged: 'warning',
}

const millions = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** "231 million", "1.5 billion". */
export function formatParameters(parameters: number): string {
  if (parameters >= 1e9) return `${millions.format(parameters / 1e9)} billion`
  return `${millions.format(Math.round(parameters / 1e6))} million`
}

/** "about 1.1 GB" until the hub has told the exact size. */
export function describeSize({ downloadBytes, isExactSize }: Pick<Weights, 'downloadBytes' | 'isExactSize'>) {
  return `${isExactSize ? '' : 'about '}${formatBytes(downloadBytes)}`
}

/** "fp32, q8": each once, in the order of the files. */
export function describeDtypes(dtypes: Readonly<Record<string, Dtype>>): string {
  return [...new Set(Object.values(dtypes))].join(', ')
}

/** What the weights need against what the device may give. */
export interface MemoryNeed {
  words: string
  fits: boolean
}

export function describeMemoryNeed(memoryBytes: number, ledger: MemoryLedger | null): MemoryNeed {
  const need = formatBytes(memoryBytes)
  if (!ledger) return { words: need, fits: true }
  const budget = formatBytes(ledger.budgetBytes)
  return { words: `${need} of ${budget}`, fits: memoryBytes <= ledger.budgetBytes }
}

/** 0..1 of a download; null while nothing is known of its size. */
export function shareOf({ progress, state }: Pick<Weights, 'progress' | 'state'>): number | null {
  if (state === 'verifying' || !progress || progress.totalBytes === 0) return null
  return Math.min(1, progress.receivedBytes / progress.totalBytes)
}

/** "440 MB of 1.1 GB · 5.5 MB/s · 2 min left", as far as it is known. */
export function describeProgress({ progress, state }: Pick<Weights, 'progress' | 'state'>): string {
  if (state === 'verifying') return 'Checking that every byte is right.'
  if (!progress) return 'Asking the hub for the files.'
  const parts = [`${formatBytes(progress.receivedBytes)} of ${formatBytes(progress.totalBytes)}`]
  if (progress.bytesPerSecond !== null) parts.push(`${formatBytes(progress.bytesPerSecond)}/s`)
  if (progress.secondsLeft !== null) parts.push(`${formatDuration(progress.secondsLeft)} left`)
  return parts.join(' · ')
}

/** Said aloud: a sentence that changes with every quarter and state, not with every byte. */
export function announce(weights: Pick<Weights, 'title' | 'progress' | 'state'>): string {
  switch (weights.state) {
    case 'downloading': {
      const quarter = Math.floor((shareOf(weights) ?? 0) * 4) * 25
      return quarter === 0
        ? `Downloading ${weights.title}.`
        : `Downloading ${weights.title}, ${quarter} percent.`
    }
    case 'verifying':
      return `Verifying ${weights.title}.`
    case 'present':
      return `${weights.title} is ready.`
    case 'absent':
    case 'damaged':
      return ''
  }
}
