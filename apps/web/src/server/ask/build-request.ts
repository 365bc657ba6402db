/** A branch of a conversation as what an engine is asked. Pure. */
import type { Box, ChatMessage, ChatPart, ImageDetail, PictureKey, Turn } from '@vitrine/contracts'
import { shownIn } from './branch.ts'
import { pictureFacts } from './picture-facts.ts'
import { ANSWER_PROMPT } from './prompts.ts'

/** Pictures are what costs: sixteen of Qwen2-VL's full size are twenty thousand tokens. */
export const MAX_REQUEST_PICTURES = 16
/** About as many tokens as four characters go into: leaves room in a window of 32 thousand. */
export const MAX_TEXT_CHARS = 48_000

/** A picture that can be asked about; `key` is null when its bytes are gone. */
export interface KnownPicture {
  detail: ImageDetail
  key: PictureKey | null
}

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

/** The newest so many pictures keep their pixels; of the others the facts stay. */
function chooseKeys(numbers: ReadonlyMap<number, number>, known: ReadonlyMap<number, KnownPicture>) {
  const all = [...numbers.keys()].flatMap((imageId) => known.get(imageId)?.key ?? [])
  const distinct = [...new Set(all.reverse())].reverse()
  return {
    keys: new Set(distinct.slice(-MAX_REQUEST_PICTURES)),
    left: distinct.length - MAX_REQUEST_PICTURES,
  }
}

interface Writing {
  known: ReadonlyMap<number, KnownPicture>
  numbers: ReadonlyMap<number, number>
  keys: ReadonlySet<PictureKey>
  /** Images that stand in the request already. */
  shown: Set<number>
}

const text = (words: string): ChatPart => ({ type: 'text', text: words })

function pictureParts(imageId: number, region: Box | null, writing: Writing): ChatPart[] {
  const { known, numbers, keys, shown } = writing
  const number = numbers.get(imageId) ?? 0
  const picture = known.get(imageId)
  if (!picture) return [text(`Picture ${number} is not there any more.`)]
  const key = picture.key !== null && keys.has(picture.key) ? picture.key : null
  const isNew = !shown.has(imageId)
  shown.add(imageId)
  const parts: ChatPart[] = isNew ? [text(pictureFacts(picture.detail, number))] : []
  if (isNew && key !== null) parts.push({ type: 'image', picture: key })
  if (region !== null && key !== null)
    parts.push({ type: 'region', picture: key, box: region, label: `The marked part of picture ${number}` })
  return parts
}

/** Hits that are not looked at, by what is known of them. */
function otherHits({ search }: Turn, known: ReadonlyMap<number, KnownPicture>): ChatPart[] {
  if (!search) return []
  const others = search.hits.slice(search.seen).flatMap((id) => known.get(id)?.detail ?? [])
  const lines = others.map(({ fileName, caption }) => `- ${fileName}: ${caption}`)
  const total = `${search.isTotalExact ? '' : 'at least '}${search.total}`
  return [
    text([`The gallery was searched for: ${search.query}. Found: ${total} pictures.`, ...lines].join('\n')),
  ]
}

function questionParts(turn: Turn, writing: Writing): ChatPart[] {
  const pictures = shownIn(turn).flatMap(({ imageId, region }) => pictureParts(imageId, region, writing))
  return [...otherHits(turn, writing.known), ...pictures]
}

/** The oldest turns that must go for the rest to fit; the last one always stays. */
function dropForText(branch: readonly Turn[]): number {
  let length = 0
  for (let index = branch.length - 1; index >= 0; index -= 1) {
    const turn = branch[index]
    length += turn ? turn.question.length + turn.answer.length : 0
    if (length > MAX_TEXT_CHARS && index < branch.length - 1) return index + 1
  }
  return 0
}

/** @param branch First to last; the last turn is the one to answer. */
export function buildRequest(
  branch: readonly Turn[],
  known: ReadonlyMap<number, KnownPicture>,
): BuiltRequest {
  const numbers = numberImages(branch)
  const { keys, left } = chooseKeys(numbers, known)
  const writing: Writing = { known, numbers, keys, shown: new Set() }
  const forgotten = dropForText(branch)
  const messages: ChatMessage[] = [{ role: 'system', parts: [text(ANSWER_PROMPT)] }]
  // Of a turn without an answer the pictures stay: they belong to what is asked next.
  let pending: ChatPart[] = []
  for (const [index, turn] of branch.entries()) {
    pending.push(...questionParts(turn, writing))
    const isLast = index === branch.length - 1
    if (!isLast && (turn.answer === '' || index < forgotten)) continue
    messages.push({ role: 'user', parts: [...pending, text(turn.question)] })
    pending = []
    if (!isLast) messages.push({ role: 'assistant', parts: [text(turn.answer)] })
  }
  const warnings = [
    ...(left > 0 ? [`Only the newest ${MAX_REQUEST_PICTURES} pictures were looked at.`] : []),
    ...(forgotten > 0 ? ['The beginning of the conversation was left out: it is too long.'] : []),
  ]
  const named = new Set(
    messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [] : [part.picture]))),
  )
  return { messages, keys: named, numbers, warnings }
}
