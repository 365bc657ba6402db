import { expect, it } from 'vitest'
import type { Marker } from './marker.ts'
import { commonPart, createPrefilter } from './prefilter.ts'

const any = (...words: string[]): Marker => ({ words, type: 'any', columns: null })
const parts = (part: string) => Array.from({ length: 12 }, (_, index) => `${part}${index}x`)

it.each<[string[], string]>([
  [['invoice', 'invite', 'inv12'], 'inv'],
  [['a4711', '4711b', 'x4711'], '4711'],
  [['dog', 'cat'], ''],
  [[], ''],
])('%j have %j in common', (words, expected) => {
  expect(commonPart(words)).toBe(expected)
})

it.each<[string, Marker[], boolean]>([
  ['a dog', [any('dog', 'dogs')], true],
  ['a cat', [any('dog'), any('cat')], true],
  ['a bird', [any('dog'), any('cat')], false],
  ['plate ab-12', [any('ab12')], true],
  ['plate ac-12', [any('ab12')], false],
  ['inv 4x', [any(...parts('inv'))], true],
  ['in-v 4x', [any(...parts('inv'))], true],
  ['in-v', [any(...parts('inv'))], false],
  ['no word', [any('nothing', ...parts('in'), 'common')], true],
  ['the stop sign', [{ words: ['stop', 'sign'], type: 'sequence', columns: null }], true],
  ['the sign', [{ words: ['stop', 'sign'], type: 'sequence', columns: null }], false],
])('%j may hold the words: %j', (folded, markers, expected) => {
  expect(createPrefilter(markers)(folded)).toBe(expected)
})
