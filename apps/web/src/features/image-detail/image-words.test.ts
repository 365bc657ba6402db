import { describe, expect, it } from 'vitest'
import { formatBytes, formatMediaType, formatScore, formatSource } from './image-words.ts'

const model = { id: 'm', revision: '1', dtype: 'fp32', device: 'cpu' } as const

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [2_400_000, '2.4 MB'],
    [7_000_000_000, '7 GB'],
  ])('%i reads %s', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected)
  })
})

describe('formatSource', () => {
  it('names the engine, and says when a caption was put together', () => {
    const source = { by: 'model', engine: 'builtin', model, task: 'caption' } as const
    expect(formatSource(source, true)).toBe('builtin · template')
    expect(formatSource(source)).toBe('builtin')
  })
  it('names the person', () => {
    expect(formatSource({ by: 'person', name: 'Ada' })).toBe('edited by Ada')
  })
})

describe('small words', () => {
  it.each([
    ['image/jpeg', 'JPEG'],
    ['image/svg+xml', 'SVG'],
    ['application/pdf', 'PDF'],
  ])('%s reads %s', (mediaType, expected) => {
    expect(formatMediaType(mediaType)).toBe(expected)
  })
  it('rounds scores and leaves missing ones out', () => {
    expect(formatScore(0.924)).toBe('92 %')
    expect(formatScore(null)).toBe('')
  })
})
