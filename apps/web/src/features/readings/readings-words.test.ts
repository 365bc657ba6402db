import { describe, expect, it } from 'vitest'
import { asksForReread, modelsOf, summarise } from './readings-words.ts'

const model = { id: 'florence', revision: '0123456789abcdef', dtype: 'fp32', device: 'cpu' } as const

describe('modelsOf', () => {
  it('names each model once, with all that it did', () => {
    const kind = { ...model, id: 'kinds', revision: '1' }
    expect(
      modelsOf({
        provenance: [
          { task: 'caption', model },
          { task: 'object-detection', model },
          { task: 'image-classification', model: kind },
          { task: 'ocr-with-region', model: { ...model, device: 'cuda' } },
        ],
      }),
    ).toEqual([
      { name: 'florence 0123456789ab fp32', tasks: 'caption, objects, text' },
      { name: 'kinds 1 fp32', tasks: 'kind' },
    ])
  })
})

describe('summarise', () => {
  it.each([
    [{ added: 2, gone: 1, same: 3 }, '2 added, 1 gone, 3 the same'],
    [{ added: 0, gone: 0, same: 1200 }, '1,200 the same'],
    [{ added: 0, gone: 0, same: 0 }, ''],
  ])('%o', (changes, expected) => {
    expect(summarise(changes)).toBe(expected)
  })
})

describe('asksForReread', () => {
  it.each([
    ['is:reread', true],
    ['dog is:reread', true],
    ['IS:Reread kind:photo', true],
    ['is:(ready,reread)', true],
    ['is:edited,reread', true],
    ['-is:reread', false],
    ['reread', false],
    ['is:ready', false],
    ['', false],
  ])('%s', (query, expected) => {
    expect(asksForReread(query)).toBe(expected)
  })
})
