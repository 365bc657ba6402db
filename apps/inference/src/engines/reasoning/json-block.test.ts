import { describe, expect, it } from 'vitest'
import { findJsonBlock, parseJson, rescueString, stripThoughts } from './json-block.ts'

describe('findJsonBlock', () => {
  it.each<[string, string, { json: string; prose: string } | null]>([
    ['a fence', 'A bill.\n```json\n{"a":1}\n```', { json: '{"a":1}', prose: 'A bill.' }],
    ['a fence without a name', '```\n[1]\n```\nDone.', { json: '[1]', prose: 'Done.' }],
    [
      'the last of two',
      '```json\n{"a":1}\n```\nor\n```json\n{"a":2}\n```',
      { json: '{"a":2}', prose: expect.any(String) },
    ],
    ['a fence of something else', '```html\n<p>\n```\nNo data.', null],
    ['a fence that was cut off', 'A.\n```json\n{"a":[1', { json: '{"a":[1', prose: 'A.' }],
    ['nothing else', ' {"a":1} ', { json: '{"a":1}', prose: '' }],
    ['no fence', 'A bill.\n{"a": 1}\nBye.', { json: '{"a": 1}', prose: 'A bill.\n\nBye.' }],
    ['braces in prose', 'The set {1, 2} is shown.', null],
  ])('with %s', (_name, text, expected) => {
    expect(findJsonBlock(text)).toEqual(expected)
  })
})

describe('parseJson', () => {
  it('drops commas that trail, and none in strings', () => {
    expect(parseJson('{"a": "x,]", "b": [1, 2,],\n}')).toEqual({ a: 'x,]', b: [1, 2] })
  })

  it.each(["{'a': 1}", '{"a": 1', '{a: 1}', '{"a": NaN}'])('refuses %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  })
})

describe('rescueString', () => {
  it.each([
    ['{"reading": "A \\"bill\\" of', 'A "bill" of'],
    ['{"reading": "A bill.", "fields": [{', 'A bill.'],
    ['{"fields": [', null],
  ])('finds what was written in %s', (json, expected) => {
    expect(rescueString(json, 'reading')).toBe(expected)
  })
})

describe('stripThoughts', () => {
  it.each([
    ['<think>Hm.\n</think>\nA dog.', 'A dog.'],
    ['<think>Hm', ''],
    ['A <think> dog.', 'A <think> dog.'],
  ])('of %j leaves %j', (text, expected) => {
    expect(stripThoughts(text)).toBe(expected)
  })
})
