/** A branch of a conversation as what an engine is asked. Pure. */
import type { ChatMessage, ChatPart, PictureKey, Turn } from '@vitrine/contracts'
import { shownIn } from './branch.ts'
import {
  joinTexts,
  type KnownPicture,
  nearParts,
  questionParts,
  text,
  type Writing,
} from './picture-parts.ts'
import { ANSWER_PROMPT } from './prompts.ts'
import { REQUEST_LIMITS, type RequestLimits } from './request-limits.ts'

/** A request has at most 400 messages, two for a turn. */
export const MAX_REQUEST_TURNS = 150

export interface BuiltRequest {
  messages: ChatMessage[]
  /** Pictures whose bytes go along. */
  keys: Set<PictureKey>
  /** Images by the number they have in the conversation, from 1 on. */
  numbers: Map<number, number>
  /** What was left out, in sentences. */
  warnings: string[]
}

/** Numbers of the images of a branch, in the order in which they came. */
function numberImages(branch: readonly Turn[]): Map<number, number> {
  const numbers = new Map<number, number>()
  for (const { imageId } of branch.flatMap(shownIn))
    if (!numbers.has(imageId)) numbers.set(imageId, numbers.size + 1)
  return numbers
}

/** The pictures that were spoken of last, so many that they can be looked at; of one turn the first ones. */
function chooseNear(branch: readonly Turn[], known: ReadonlyMap<number, KnownPicture>, most: number) {
  const lastFirst = branch.toReversed().flatMap(shownIn)
  const there = [...new Set(lastFirst.map(({ imageId }) => imageId))].filter((imageId) => known.has(imageId))
  const near = new Set(there.slice(0, most))
  return { near, left: there.length - near.size }
}

/** The index cites what it read by numbers of its own; a model would take them for pictures. */
function saidIn({ answer, engine }: Turn): string {
  return engine === 'index' ? answer.replace(/ ?\[\d{1,3}\]/g, '') : answer
}

const lengthOf = (parts: readonly ChatPart[]) =>
  parts.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0)

/** How many of the oldest turns must go for the rest to fit; the last one always stays. */
function countForgotten(branch: readonly Turn[], written: readonly ChatPart[][], mostChars: number): number {
  let length = 0
  for (let index = branch.length - 1; index >= 0; index -= 1) {
    const turn = branch[index]
    const isLast = index === branch.length - 1
    if (turn) length += turn.question.length + turn.answer.length + lengthOf(written[index] ?? [])
    if (!isLast && (length > mostChars || branch.length - index > MAX_REQUEST_TURNS)) return index + 1
  }
  return 0
}

/** @param branch First to last; the last turn is the one to answer. */
export function buildRequest(
  branch: readonly Turn[],
  known: ReadonlyMap<number, KnownPicture>,
  limits: RequestLimits = REQUEST_LIMITS[0],
): BuiltRequest {
  const numbers = numberImages(branch)
  const { near, left } = chooseNear(branch, known, limits.pictures)
  const writing: Writing = { known, numbers, near, limits, shown: new Set() }
  const written = branch.map((turn) => questionParts(turn, writing))
  const forgotten = countForgotten(branch, written, limits.textChars)
  const messages: ChatMessage[] = [{ role: 'system', parts: [text(ANSWER_PROMPT)] }]
  // Of a turn without an answer the pictures stay: they belong to what is asked next.
  let pending = nearParts(branch.slice(0, forgotten), writing)
  for (const [index, turn] of branch.entries()) {
    if (index < forgotten) continue
    pending.push(...(written[index] ?? []))
    const isLast = index === branch.length - 1
    const said = saidIn(turn)
    if (!isLast && said === '') continue
    messages.push({ role: 'user', parts: [...joinTexts(pending), text(turn.question)] })
    pending = []
    if (!isLast) messages.push({ role: 'assistant', parts: [text(said)] })
  }
  const warnings = [
    ...(left > 0 ? [`Only the newest ${limits.pictures} pictures were looked at.`] : []),
    ...(forgotten > 0 ? ['The beginning of the conversation was left out: it is too long.'] : []),
  ]
  const named = new Set(
    messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [] : [part.picture]))),
  )
  return { messages, keys: named, numbers, warnings }
}
