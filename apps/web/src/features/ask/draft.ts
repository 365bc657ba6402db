/** A question that is being written. Pure: the composer dispatches, this decides. */
import { type Box, MAX_TURN_PICTURES, type TurnPicture, type TurnScope } from '@vitrine/contracts'

export interface Draft {
  question: string
  /** Those that the question adds. */
  pictures: readonly TurnPicture[]
  scope: TurnScope
}

export type DraftChange =
  | { type: 'wrote'; question: string }
  /** Those that are there already, and those beyond what a question takes, are left out. */
  | { type: 'added'; pictures: readonly TurnPicture[] }
  | { type: 'removed'; imageId: number }
  | { type: 'cropped'; imageId: number; region: Box | null }
  | { type: 'scoped'; scope: TurnScope }
  | { type: 'sent' }
  /** What was sent came back: nothing that was written may be lost. */
  | { type: 'restored'; draft: Draft }

/** Without pictures one can only ask about the library. */
export const emptyDraft = (hasPictures: boolean): Draft => ({
  question: '',
  pictures: [],
  scope: hasPictures ? 'pictures' : 'library',
})

export function changeDraft(draft: Draft, change: DraftChange): Draft {
  switch (change.type) {
    case 'wrote':
      return { ...draft, question: change.question }
    case 'added': {
      const there = new Set(draft.pictures.map(({ imageId }) => imageId))
      const fresh = change.pictures.filter(({ imageId }) => !there.has(imageId))
      if (fresh.length === 0) return draft
      // Who brings pictures wants to ask about them.
      return {
        ...draft,
        scope: 'pictures',
        pictures: [...draft.pictures, ...fresh].slice(0, MAX_TURN_PICTURES),
      }
    }
    case 'removed':
      return { ...draft, pictures: draft.pictures.filter(({ imageId }) => imageId !== change.imageId) }
    case 'cropped':
      return {
        ...draft,
        pictures: draft.pictures.map((picture) =>
          picture.imageId === change.imageId ? { ...picture, region: change.region } : picture,
        ),
      }
    case 'scoped':
      return { ...draft, scope: change.scope }
    case 'sent':
      return { ...draft, question: '', pictures: [] }
    case 'restored':
      return draft.question === '' && draft.pictures.length === 0 ? change.draft : draft
  }
}

/** Why a draft can't be sent; null when it can. */
export function whyNotSend({ question, pictures, scope }: Draft, hasPictures: boolean): string | null {
  if (question.trim() === '') return 'Write a question first.'
  if (scope === 'pictures' && pictures.length === 0 && !hasPictures)
    return 'Add a picture, or ask the whole library.'
  return null
}
