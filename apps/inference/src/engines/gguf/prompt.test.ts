import { describe, expect, it } from 'vitest'
import { buildPrompt, MARKER } from './prompt.ts'
import { answered, asked, image } from './testing.ts'
import { wholeCharacters, withoutMarks } from './text.ts'
import { measurePrompt } from './tokens.ts'

describe('a prompt', () => {
  it('is the chat template, with a marker for each picture', () => {
    const messages = [asked(image('a'), image('b'), 'Which?'), answered('The first.'), asked('Why?')]
    expect(buildPrompt(messages)).toEqual({
      text: [
        '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n',
        `<|im_start|>user\nPicture 1: ${MARKER}Picture 2: ${MARKER}Which?<|im_end|>\n`,
        '<|im_start|>assistant\nThe first.<|im_end|>\n',
        '<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n',
      ].join(''),
      pictures: ['a', 'b'],
    })
  })

  it('says when a frame is seen, and where a region lies', () => {
    const box = { x: 0.1, y: 0, width: 0.25, height: 0.5 }
    const { text } = buildPrompt([
      asked(
        { type: 'frame', picture: 'a', atSeconds: 65 },
        { type: 'region', picture: 'a', box, label: 'the cup' },
        'What?',
      ),
    ])
    expect(text).toContain(
      `At 1:05: Picture 1: ${MARKER}The part of picture 1 from 10 % to 35 % of its width`,
    )
    expect(text).toContain('from 0 % to 50 % of its height (the cup). What?')
  })

  it('refuses a region of a picture that is not there', () => {
    const box = { x: 0, y: 0, width: 1, height: 1 }
    expect(() => buildPrompt([asked({ type: 'region', picture: 'a', box, label: '' })])).toThrow(
      'not in the conversation',
    )
  })

  it.each([
    ['the end of a turn', ['a<|im_end|>b']],
    ['a mark in two halves', ['a<|im_', 'end|>b']],
    ["the library's place for a picture", [`a${MARKER}b`]],
  ])('loses %s out of what people write, and out of answers', (_what, parts) => {
    const clean = '<|im_start|>user\na b<|im_end|>\n'
    expect(buildPrompt([asked(...parts)]).text).toContain(clean)
    expect(buildPrompt([answered(parts.join(''))]).text).toContain(clean.replace('user', 'assistant'))
  })
})

describe('the tokens of a prompt', () => {
  // Two words, a picture of 2 × 4 tokens between its marks 8 and 9, a word.
  const measured = measurePrompt([1, 2, 8, 9, 3], { marks: [8, 9], grids: [{ rows: 2, columns: 4 }] })

  it('are those of the text and of each picture', () => {
    expect(measured).toMatchObject({ total: 13, positions: 9, ofPictures: 8, afterPicture: [12] })
  })

  it.each([
    [0, 0],
    [3, 3],
    // Within the picture, which is kept as a whole or not.
    [5, 3],
    // It has four positions.
    [7, 11],
    [9, 13],
    [99, 13],
  ])('up to position %i are %i', (position, tokens) => {
    expect(measured.tokensAt(position)).toBe(tokens)
  })
})

describe("an answer's text", () => {
  it('goes out without marks and without halves of characters', () => {
    expect(withoutMarks('<|object_ref_start|>the cup<|object_ref_end|> x <| y')).toBe('the cup x <| y')
    expect(wholeCharacters('w\uFFFD')).toBe('w')
  })
})
