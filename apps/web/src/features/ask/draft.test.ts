import type { TurnPicture } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { changeDraft, type Draft, type DraftChange, emptyDraft, whyNotSend } from './draft.ts'

const picture = (imageId: number): TurnPicture => ({ imageId, region: null })
const box = { x: 0, y: 0, width: 0.5, height: 0.5 }
const after = (...changes: DraftChange[]) => changes.reduce(changeDraft, emptyDraft(false))

describe('a question that is being written', () => {
  it('is about the library until there are pictures', () => {
    expect(after().scope).toBe('library')
    expect(after({ type: 'added', pictures: [picture(7)] }).scope).toBe('pictures')
    expect(emptyDraft(true).scope).toBe('pictures')
  })

  it('takes each picture once, and no more than sixteen', () => {
    const many = Array.from({ length: 20 }, (_, index) => picture(index + 1))
    const draft = after({ type: 'added', pictures: [picture(7)] }, { type: 'added', pictures: many })
    expect(draft.pictures.map(({ imageId }) => imageId).slice(0, 3)).toEqual([7, 1, 2])
    expect(draft.pictures).toHaveLength(16)
  })

  it('keeps the part of a picture that is asked about, until it is taken away', () => {
    const cropped = after(
      { type: 'added', pictures: [picture(7), picture(8)] },
      { type: 'cropped', imageId: 7, region: box },
    )
    expect(cropped.pictures).toEqual([{ imageId: 7, region: box }, picture(8)])
    expect(changeDraft(cropped, { type: 'removed', imageId: 7 }).pictures).toEqual([picture(8)])
  })

  it('is empty once it was sent, and comes back when that failed', () => {
    const written = after({ type: 'added', pictures: [picture(7)] }, { type: 'wrote', question: 'What?' })
    const sent = changeDraft(written, { type: 'sent' })
    expect(sent).toEqual({ question: '', pictures: [], scope: 'pictures' })
    expect(changeDraft(sent, { type: 'restored', draft: written })).toBe(written)
  })

  it('does not lose what was written since', () => {
    const next = after({ type: 'wrote', question: 'And now?' })
    expect(changeDraft(next, { type: 'restored', draft: { ...next, question: 'What?' } })).toBe(next)
  })
})

describe('sending', () => {
  it.each<[Partial<Draft>, boolean, string | null]>([
    [{ question: '  ' }, true, 'Write a question first.'],
    [{ question: 'What?', scope: 'pictures' }, false, 'Add a picture, or ask the whole library.'],
    [{ question: 'What?', scope: 'pictures' }, true, null],
    [{ question: 'What?', scope: 'pictures', pictures: [picture(7)] }, false, null],
    [{ question: 'What?', scope: 'library' }, false, null],
  ])('%o, with pictures before: %s', (over, hasPictures, expected) => {
    expect(whyNotSend({ ...emptyDraft(false), ...over }, hasPictures)).toBe(expected)
  })
})
