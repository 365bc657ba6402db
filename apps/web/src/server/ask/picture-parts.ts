/** Pictures, and what is known of them, as parts of a message. Pure. */
import type { Box, ChatPart, ImageDetail, PictureKey, Turn } from '@vitrine/contracts'
import { shownIn } from './branch.ts'
import { clip, MAX_LINE_CHARS, pictureFacts, pictureLine } from './picture-facts.ts'
import type { RequestLimits } from './request-limits.ts'

/** A picture that can be asked about; `key` is null when its bytes are gone. */
export interface KnownPicture {
  detail: ImageDetail
  key: PictureKey | null
}

export interface Writing {
  known: ReadonlyMap<number, KnownPicture>
  /** What images are called in the conversation. */
  numbers: ReadonlyMap<number, number>
  /** Images whose pixels go along, and all that is known of them; the others are only named. */
  near: ReadonlySet<number>
  limits: Pick<RequestLimits, 'factChars' | 'hitLines'>
  /** Images that stand in the request already. */
  shown: Set<number>
}

export const text = (words: string): ChatPart => ({ type: 'text', text: words })

function pictureParts(imageId: number, region: Box | null, writing: Writing): ChatPart[] {
  const { known, numbers, near, limits, shown } = writing
  const number = numbers.get(imageId) ?? 0
  const picture = known.get(imageId)
  const isNew = !shown.has(imageId)
  shown.add(imageId)
  if (!picture) return isNew ? [text(`Picture ${number} is not there any more.`)] : []
  if (!near.has(imageId)) return isNew ? [text(pictureLine(picture.detail, number))] : []
  const parts: ChatPart[] = isNew ? [text(pictureFacts(picture.detail, number, limits.factChars))] : []
  const { key } = picture
  if (key === null) return parts
  if (isNew) parts.push({ type: 'image', picture: key })
  if (region !== null)
    parts.push({ type: 'region', picture: key, box: region, label: `The marked part of picture ${number}` })
  return parts
}

/** Hits that are not looked at, by what is known of them. */
function otherHits({ search }: Turn, { known, limits }: Writing): ChatPart[] {
  if (!search) return []
  const others = search.hits
    .slice(search.seen, search.seen + limits.hitLines)
    .flatMap((id) => known.get(id)?.detail ?? [])
  const lines = others.map(({ fileName, caption }) => `- ${fileName}: ${clip(caption, MAX_LINE_CHARS)}`)
  const total = `${search.isTotalExact ? '' : 'at least '}${search.total}`
  return [
    text([`The gallery was searched for: ${search.query}. Found: ${total} pictures.`, ...lines].join('\n')),
  ]
}

/** Everything of a turn's question but its words. */
export function questionParts(turn: Turn, writing: Writing): ChatPart[] {
  const pictures = shownIn(turn).flatMap(({ imageId, region }) => pictureParts(imageId, region, writing))
  return [...otherHits(turn, writing), ...pictures]
}

/** Of turns that are forgotten, the pictures that are still looked at stay. */
export function nearParts(branch: readonly Turn[], writing: Writing): ChatPart[] {
  const own = { ...writing, shown: new Set<number>() }
  const ids = new Set(branch.flatMap(shownIn).map(({ imageId }) => imageId))
  return [...ids].flatMap((imageId) => (own.near.has(imageId) ? pictureParts(imageId, null, own) : []))
}

/** One text in the place of several that follow each other: a message has a limit of parts. */
export function joinTexts(parts: readonly ChatPart[]): ChatPart[] {
  const joined: ChatPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.type === 'text' && last?.type === 'text')
      joined.splice(-1, 1, text(`${last.text}\n${part.text}`))
    else joined.push(part)
  }
  return joined
}
