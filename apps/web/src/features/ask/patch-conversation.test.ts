import { describe, expect, it } from 'vitest'
import { makeConversation, makeTurn } from './ask-fixture.ts'
import { picturesNamed, picturesOfBranch, putTurn } from './patch-conversation.ts'

const first = makeTurn({ id: 1, pictures: [{ imageId: 7 }] })

describe('a turn put into its conversation', () => {
  it('takes the place of the one that was there', () => {
    const done = { ...first, answer: 'Two dogs.' }
    expect(putTurn(makeConversation([first]), done).turns).toEqual([done])
  })

  it('is the last of what is shown when it is new, and under way while it is', () => {
    const next = makeTurn({ id: 2, parentId: 1, state: 'queued' })
    expect(putTurn(makeConversation([first]), next)).toMatchObject({
      activeTurnId: 2,
      turnCount: 2,
      isUnderWay: true,
    })
  })

  it('does not move a reader who has gone to another branch', () => {
    const other = makeTurn({ id: 3 })
    const conversation = makeConversation([first, other], { activeTurnId: 3 })
    expect(putTurn(conversation, { ...first, answer: 'Late.' }).activeTurnId).toBe(3)
  })
})

describe('the pictures of a branch', () => {
  const search = {
    query: 'dog',
    by: 'rules' as const,
    total: 9,
    isTotalExact: true,
    hits: [8, 9, 10],
    seen: 2,
  }
  const turns = [
    makeTurn({ id: 1, scope: 'library', search }),
    makeTurn({
      id: 2,
      pictures: [{ imageId: 7 }, { imageId: 8 }],
      citations: [{ number: 1, imageId: 11, annotationId: null, box: null, text: '' }],
    }),
  ]

  it('are those that were brought, then those that were found and looked at', () => {
    expect(picturesOfBranch(turns)).toEqual([7, 8, 9])
  })

  it('and those that are cited, where names are looked for', () => {
    expect(picturesNamed(turns)).toEqual([7, 8, 9, 11])
  })
})
