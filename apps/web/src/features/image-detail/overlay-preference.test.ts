import { describe, expect, it } from 'vitest'
import { parseOverlay } from './overlay-preference.ts'

const usual = { shown: { objects: true, text: true, kept: true }, threshold: 0 }

describe('parseOverlay', () => {
  it.each([
    [null, usual],
    ['', usual],
    ['nonsense', usual],
    ['true,true,7', usual],
    ['false,true,0.5', { shown: { objects: false, text: true, kept: true }, threshold: 0.5 }],
    ['true,true,0.5,false', { shown: { objects: true, text: true, kept: false }, threshold: 0.5 }],
  ])('reads %j', (stored, expected) => {
    expect(parseOverlay(stored)).toEqual(expected)
  })
})
