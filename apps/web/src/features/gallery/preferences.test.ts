import { describe, expect, it } from 'vitest'
import { readPreferences } from './preferences.ts'

const defaults = { density: 'comfortable', byDay: true, facets: true }

describe('readPreferences', () => {
  it.each([
    [null, defaults],
    ['not json', defaults],
    ['[1]', defaults],
    ['{"density":"huge"}', defaults],
    ['{"density":"large","byDay":false}', { density: 'large', byDay: false, facets: true }],
  ])('reads %s', (stored, expected) => {
    expect(readPreferences(stored)).toEqual(expected)
  })
})
