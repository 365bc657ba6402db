import { describe, expect, it } from 'vitest'
import { parseProse, parseReading } from './parse-answer.ts'

const JSON_PART = '{"fields": [{"name": "total", "value": "5.00 €"}], "tables": []}'
const TOTAL = { name: 'total', value: '5.00 €', number: 5, unit: 'EUR' }

describe('parseReading', () => {
  it.each([
    ['prose and a fence', `A receipt.\n\`\`\`json\n${JSON_PART}\n\`\`\``],
    ['one object', JSON_PART.replace('{', '{"reading": "A receipt.", ')],
    ['one object in a fence', `\`\`\`\n${JSON_PART.replace('{', '{"reading": "A receipt.", ')}\n\`\`\``],
    ['thoughts before', `<think>Hm {}</think>A receipt.\n\`\`\`json\n${JSON_PART}\n\`\`\``],
  ])('reads %s', (_name, text) => {
    expect(parseReading(text)).toMatchObject({
      type: 'sound',
      reading: 'A receipt.',
      data: { fields: [TOTAL], tables: [] },
    })
  })

  it.each([
    ['no JSON', 'A receipt.', /no JSON/],
    ['broken JSON', 'A receipt.\n```json\n{"fields": [\n```', /not JSON/],
    ['another shape', 'A receipt.\n```json\n{"fields": 5}\n```', /fields must be/],
    ['JSON cut off within its prose', '{"reading": "A receipt.", "fields": [{"na', /not JSON/],
  ])('keeps the prose of an answer with %s', (_name, text, problem) => {
    expect(parseReading(text)).toEqual({
      type: 'unsound',
      reading: 'A receipt.',
      problems: [expect.stringMatching(problem)],
    })
  })
})

describe('parseProse', () => {
  it.each([
    ['A dog.', 'A dog.'],
    ['<think>x</think> A dog.', 'A dog.'],
    ['{"reading": "A dog."}', 'A dog.'],
    ['{"dog": "yes"}', '{"dog": "yes"}'],
  ])('of %s is %s', (text, prose) => {
    expect(parseProse(text)).toBe(prose)
  })
})
