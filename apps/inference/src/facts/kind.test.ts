import type { ImageKind } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { PixelFacts } from './colours.ts'
import { decideKind, type KindFacts } from './kind.ts'
import type { TextFacts } from './text-facts.ts'

const PHOTO_PIXELS: PixelFacts = {
  colours: [],
  isBlackAndWhite: false,
  flatShare: 0.12,
  distinctColours: 600,
  paperShare: 0.15,
  darkShare: 0.2,
}
const PAGE_PIXELS: PixelFacts = {
  ...PHOTO_PIXELS,
  flatShare: 0.9,
  distinctColours: 20,
  paperShare: 0.97,
  darkShare: 0.01,
}
const NO_TEXT: TextFacts = {
  lines: 0,
  regions: 0,
  characters: 0,
  cover: 0,
  prices: 0,
  receiptWords: [],
  invoiceWords: [],
  formWords: [],
  labelWords: [],
  interfaceWords: [],
  table: { rows: 0, columns: 0 },
  axis: null,
}
const PAGE_TEXT: TextFacts = { ...NO_TEXT, lines: 20, regions: 20, characters: 900, cover: 0.3 }

const AXIS = { direction: 'upwards', ticks: 6, from: '0', to: '100' } as const

const facts = (more: Partial<KindFacts>): KindFacts => ({
  size: { width: 900, height: 700 },
  pixels: PHOTO_PIXELS,
  text: NO_TEXT,
  objects: 0,
  caption: '',
  ...more,
})

describe('decideKind', () => {
  it.each<[ImageKind, string, Partial<KindFacts>]>([
    ['photo', 'a picture without text', { objects: 2 }],
    [
      'photo',
      'a picture with a street sign',
      { text: { ...NO_TEXT, lines: 2, regions: 2, characters: 18, cover: 0.02 } },
    ],
    ['document', 'a rendered page', { pixels: PAGE_PIXELS, text: PAGE_TEXT }],
    [
      'document',
      'a photographed page',
      { pixels: { ...PHOTO_PIXELS, paperShare: 0.6, distinctColours: 120 }, text: PAGE_TEXT },
    ],
    [
      'document',
      'an invoice, which has prices too',
      {
        pixels: PAGE_PIXELS,
        text: { ...PAGE_TEXT, prices: 8, receiptWords: ['Total', 'VAT'], invoiceWords: ['Invoice'] },
      },
    ],
    [
      'receipt',
      'prices with a total',
      { pixels: PAGE_PIXELS, text: { ...PAGE_TEXT, prices: 8, receiptWords: ['TOTAL', 'VAT'] } },
    ],
    [
      'form',
      'fields to fill in',
      { pixels: PAGE_PIXELS, text: { ...PAGE_TEXT, formWords: ['Full name', 'Date of birth', 'Signature'] } },
    ],
    [
      'chart',
      'numbers of a scale',
      { pixels: PAGE_PIXELS, text: { ...NO_TEXT, lines: 9, regions: 12, characters: 70, axis: AXIS } },
    ],
    ['chart', 'a caption that calls it one', { caption: 'The image shows a bar chart of sales.' }],
    [
      'photo',
      'a photographed ruler',
      { text: { ...NO_TEXT, lines: 6, regions: 6, characters: 9, axis: AXIS } },
    ],
    [
      'table',
      'aligned cells',
      { pixels: PAGE_PIXELS, text: { ...PAGE_TEXT, regions: 30, table: { rows: 6, columns: 5 } } },
    ],
    [
      'label',
      'what stands on products',
      { text: { ...PAGE_TEXT, lines: 6, labelWords: ['Ingredients', 'Best before', 'Batch'] } },
    ],
    [
      'screenshot',
      'flat, dark and full of commands',
      {
        size: { width: 1920, height: 1080 },
        pixels: { ...PAGE_PIXELS, paperShare: 0.02, darkShare: 0.9 },
        text: { ...PAGE_TEXT, interfaceWords: ['Settings', 'Search', 'Cancel'] },
      },
    ],
    [
      'screenshot',
      'a program that was saved as JPEG',
      {
        size: { width: 1280, height: 720 },
        pixels: { ...PAGE_PIXELS, flatShare: 0.4 },
        text: { ...PAGE_TEXT, cover: 0.05, interfaceWords: ['File', 'Edit', 'Save', 'Cancel'] },
      },
    ],
    ['drawing', 'flat without text', { pixels: { ...PAGE_PIXELS, paperShare: 0.4 } }],
  ])('says %s for %s', (kind, _, more) => {
    const decision = decideKind(facts(more))
    expect(decision.kind).toBe(kind)
    expect(decision.score).toBeGreaterThan(0.5)
    expect(decision.evidence.length).toBeGreaterThan(0)
  })

  it('names its evidence in plain words', () => {
    const text = { ...PAGE_TEXT, prices: 11, receiptWords: ['TOTAL', 'VAT'] }
    expect(decideKind(facts({ pixels: PAGE_PIXELS, text })).evidence).toEqual([
      '11 prices',
      'the words “TOTAL”, “VAT”',
    ])
  })
})
