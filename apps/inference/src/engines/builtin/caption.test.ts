import type { Detection, TextRegion } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { type CaptionFacts, placeOf, writeCaption, writeDetailedCaption } from './caption.ts'

const thing = (label: string, score: number, [x, y, width, height]: number[], rival?: string): Detection => ({
  label,
  score,
  box: { x: x ?? 0, y: y ?? 0, width: width ?? 0.1, height: height ?? 0.1 },
  ...(rival === undefined ? {} : { rival }),
})

const line = (text: string, y: number, height = 0.04, score = 0.99): TextRegion => ({
  text,
  score,
  quad: [
    [0.1, y],
    [0.6, y],
    [0.6, y + height],
    [0.1, y + height],
  ],
})

const facts = (more: Partial<CaptionFacts>): CaptionFacts => ({
  size: { width: 800, height: 600 },
  kind: { kind: 'photo', score: 0.9, evidence: [] },
  detections: [],
  textRegions: [],
  rows: more.textRegions?.length ?? 0,
  prices: 0,
  pixels: {
    colours: [
      { name: 'green', hex: '#00aa00', share: 0.5 },
      { name: 'blue', hex: '#0000aa', share: 0.3 },
      { name: 'red', hex: '#aa0000', share: 0.05 },
    ],
    isBlackAndWhite: false,
    flatShare: 0.1,
    distinctColours: 400,
    paperShare: 0,
    darkShare: 0,
  },
  ...more,
})

describe('writeCaption', () => {
  it.each<[string, Partial<CaptionFacts>, string]>([
    [
      'things by size with their places',
      { detections: [thing('dog', 0.9, [0.1, 0.4, 0.2, 0.2]), thing('bicycle', 0.8, [0.3, 0.3, 0.4, 0.4])] },
      'Photo showing a bicycle at the centre and a dog at the left.',
    ],
    [
      'a lower bound where detectors miss some',
      { detections: Array.from({ length: 5 }, (_, i) => thing('person', 0.8, [0.1 * i, 0.4, 0.05, 0.2])) },
      'Photo showing at least five people.',
    ],
    [
      'both of two look-alikes',
      { detections: [thing('cow', 0.9, [0.7, 0.4, 0.2, 0.2], 'horse')] },
      'Photo showing a cow or horse at the right.',
    ],
    [
      'nothing that is not sure',
      { detections: [thing('clock', 0.5, [0.1, 0.1, 0.1, 0.1])] },
      'Photo; no known object was recognised with confidence. Mainly green and blue.',
    ],
    [
      'text that was read surely',
      {
        detections: [thing('car', 0.9, [0.7, 0.1, 0.2, 0.1])],
        textRegions: [line('NO PARKING', 0.1), line('x8§', 0.3, 0.04, 0.65)],
      },
      'Photo showing a car at the top right. Text reads “NO PARKING”.',
    ],
    [
      'a document by its heading',
      {
        kind: { kind: 'receipt', score: 0.9, evidence: [] },
        textRegions: [line('12/03/2024', 0.05), line('CORNER MARKET', 0.1, 0.09), line('Milk 1.89', 0.3)],
        prices: 11,
      },
      'Receipt headed “CORNER MARKET” with 3 lines of text and 11 prices.',
    ],
    [
      'a label by its text',
      { kind: { kind: 'label', score: 0.9, evidence: [] }, textRegions: [line('GREEN LEAF', 0.1)] },
      'Label with 1 line of text. Text reads “GREEN LEAF”.',
    ],
  ])('says %s', (_, more, expected) => {
    expect(writeCaption(facts(more))).toBe(expected)
  })

  it('says so when a photo has no colours', () => {
    const more = facts({ detections: [thing('person', 0.9, [0.4, 0.4, 0.2, 0.2])] })
    const grey = { ...more, pixels: { ...more.pixels, isBlackAndWhite: true } }
    expect(writeCaption(grey)).toBe('Black-and-white photo showing a person at the centre.')
  })

  it('cuts long text at a word', () => {
    const caption = writeCaption(facts({ textRegions: [line('lantern '.repeat(30), 0.1)] }))
    expect(caption).toMatch(/lantern…”\.$/)
    expect(caption.length).toBeLessThan(170)
  })
})

describe('writeDetailedCaption', () => {
  it('adds what is only likely, and the colours', () => {
    const detections = [thing('dog', 0.9, [0.1, 0.4, 0.2, 0.2]), thing('clock', 0.5, [0.1, 0.1, 0.1, 0.1])]
    expect(writeDetailedCaption(facts({ detections }))).toBe(
      'Photo showing a dog at the left. Possibly also a clock. Mainly green and blue.',
    )
  })
})

describe('placeOf', () => {
  it.each([
    [[0.05, 0.05, 0.1, 0.1], 'at the top left'],
    [[0.45, 0.45, 0.1, 0.1], 'at the centre'],
    [[0.85, 0.85, 0.1, 0.1], 'at the bottom right'],
    [[0.45, 0.85, 0.1, 0.1], 'at the bottom'],
    [[0.85, 0.45, 0.1, 0.1], 'at the right'],
    [[0.1, 0.1, 0.8, 0.8], 'filling most of the frame'],
  ])('%j is %s', (box, expected) => {
    expect(placeOf(thing('dog', 0.9, box))).toBe(expected)
  })
})
