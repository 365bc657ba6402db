import { describe, expect, it } from 'vitest'
import { buildPrompt } from './prompt.ts'

describe('buildPrompt', () => {
  it.each([
    ['caption', {}, 'What does the image describe?'],
    [
      'phrase-grounding',
      { phrase: 'A cat on a sofa.' },
      'Locate the phrases in the caption: A cat on a sofa.',
    ],
    ['referring-expression-segmentation', { phrase: 'red mug' }, 'Locate red mug in the image with mask'],
    ['open-vocabulary-detection', { phrase: '  a\n mug ' }, 'Locate a mug in the image.'],
    ['open-vocabulary-detection', { phrase: '$& costs' }, 'Locate $& costs in the image.'],
    [
      'region-to-category',
      { region: { x: 0.1, y: 0.2, width: 0.3, height: 0.8 } },
      'What is the region <loc_100><loc_200><loc_400><loc_999>?',
    ],
  ] as const)('%s with %j', (task, input, prompt) => {
    expect(buildPrompt(task, input)).toBe(prompt)
  })

  it.each([
    ['open-vocabulary-detection', {}],
    ['open-vocabulary-detection', { phrase: ' <loc_1> ' }],
    ['region-to-ocr', {}],
  ] as const)('%s with %j says nothing to ask', (task, input) => {
    expect(() => buildPrompt(task, input)).toThrow(expect.objectContaining({ code: 'bad-request' }))
  })
})
