import type { Selection, TurnPicture } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import {
  askHref,
  conversationHref,
  nameOfStart,
  picturesFromText,
  picturesToText,
  startOfSelection,
} from './ask-links.ts'

const whole = (imageId: number): TurnPicture => ({ imageId, region: null })
const part: TurnPicture = { imageId: 12, region: { x: 0.1, y: 0.2, width: 1 / 3, height: 0.4 } }

describe('pictures in the address', () => {
  it('come back as they went, to a ten-thousandth', () => {
    expect(picturesFromText(picturesToText([whole(7), part]))).toEqual([
      whole(7),
      { imageId: 12, region: { x: 0.1, y: 0.2, width: 0.3333, height: 0.4 } },
    ])
  })

  it.each<[string, TurnPicture[]]>([
    ['', []],
    ['7', [whole(7)]],
    ['7_dog_0_-1_8', [whole(7), whole(8)]],
    ['7:0.1,0.2', [whole(7)]],
    ['7:0.1,0.2,3,4', [whole(7)]],
  ])('of “%s” are %o', (text, expected) => {
    expect(picturesFromText(text)).toEqual(expected)
  })

  it('are no more than one question takes', () => {
    const many = Array.from({ length: 40 }, (_, index) => whole(index + 1))
    expect(picturesFromText(picturesToText(many))).toHaveLength(16)
  })
})

describe('addresses', () => {
  it.each([
    [askHref(), '/ask'],
    [askHref({ pictures: [whole(7), whole(8)] }), '/ask?pictures=7_8'],
    [askHref({ search: ' object:dog ' }), '/ask?search=object%3Adog'],
    [askHref({ search: '  ' }), '/ask'],
    [conversationHref(3), '/ask/3'],
    [conversationHref(3, 9), '/ask/3?turn=9'],
  ])('%s', (href, expected) => {
    expect(href).toBe(expected)
  })
})

describe('what is chosen in the gallery', () => {
  const many = Array.from({ length: 20 }, (_, index) => index + 1)
  it.each<[Selection, string, string]>([
    [{ ids: [7, 8] }, '/ask?pictures=7_8', 'Ask about these'],
    [{ ids: many }, `/ask?pictures=${many.slice(0, 16).join('_')}`, 'Ask about the first 16'],
    [{ query: 'kind:receipt' }, '/ask?search=kind%3Areceipt', 'Ask about these'],
    [{ query: '' }, '/ask', 'Ask about these'],
  ])('%o leads to %s: “%s”', (selection, href, name) => {
    expect([askHref(startOfSelection(selection)), nameOfStart(selection)]).toEqual([href, name])
  })
})
