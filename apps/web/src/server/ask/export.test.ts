import { Conversation } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { exportConversation } from './export.ts'
import { makeTurn } from './fixtures.ts'

const NAMES = new Map([[7, 'two_dogs.jpg']])
const conversation = Conversation.parse({
  id: 1,
  title: 'Who is *this*?',
  isPinned: false,
  isUnderWay: false,
  turnCount: 4,
  imageIds: [7],
  createdAt: 1,
  updatedAt: 2,
  engine: null,
  model: null,
  activeTurnId: 4,
  turns: [
    makeTurn({
      id: 1,
      question: 'Who is *this*?\n# And that?',
      pictures: [
        { imageId: 7 },
        { imageId: 7, region: { x: 0, y: 0, width: 0.5, height: 0.5 } },
        { imageId: 8 },
      ],
      answer: '**Two dogs** [1].',
      engine: 'index',
      citations: [{ number: 1, imageId: 7, annotationId: 3, box: null, text: 'dog\n<b>' }],
    }),
    makeTurn({ id: 2, answer: 'A branch that is not shown.' }),
    makeTurn({ id: 3, parentId: 1, state: 'stopped', answer: 'So far' }),
    makeTurn({
      id: 4,
      state: 'failed',
      answer: '',
      engine: 'gguf',
      scope: 'library',
      search: { query: 'object:dog', by: 'model', total: 1, isTotalExact: true, hits: [7], seen: 1 },
      error: { code: 'out-of-memory', message: 'It is full.', retryable: true },
    }),
  ],
})

describe('as Markdown', () => {
  it('the branch that is shown, with pictures by name, sources, and how each answer ended', () => {
    expect(exportConversation(conversation, 'md', NAMES)).toEqual({
      fileName: 'who-is-this.md',
      mediaType: 'text/markdown',
      text: `# Who is \\*this\\*?

## Question

> Who is *this*?
> # And that?

- two\\_dogs.jpg
- a picture that is gone

**Two dogs** [1].

- \\[1\\] two\\_dogs.jpg: dog \\<b\\>

*index*

## Question

> Question 3

So far

(It was stopped here.)

*gguf*

## Question

> Question 4

Searched for: \`object:dog\`

- two\\_dogs.jpg

(It failed: It is full.)

*gguf*
`,
    })
  })

  it.each([
    ['???', 'conversation.md'],
    ['Größe & Maß', 'größe-maß.md'],
    [`${'x'.repeat(59)} y`, `${'x'.repeat(59)}.md`],
  ])('%j is the file %s', (title, fileName) => {
    expect(exportConversation({ ...conversation, title }, 'md', NAMES).fileName).toBe(fileName)
  })
})

describe('as JSON', () => {
  it('every branch, in the shape of the contract, with the names of the pictures', () => {
    const { fileName, mediaType, text } = exportConversation(conversation, 'json', NAMES)
    expect([fileName, mediaType]).toEqual(['who-is-this.json', 'application/json'])
    const read: unknown = JSON.parse(text)
    expect(Conversation.parse(read)).toEqual(conversation)
    expect(read).toMatchObject({ fileNames: { 7: 'two_dogs.jpg' } })
  })
})
