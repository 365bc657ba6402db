/** `vitrine ask …`, whole command lines against an HTTP server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError, Turn } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ConversationsServer,
  makeTurn,
  startConversationsServer,
  turnEvent,
} from './testing/conversations-server.ts'
import { type CommandOptions, runCommand } from './testing/run-command.ts'

const ONE = [
  turnEvent({ state: 'queued', engine: null, model: null }),
  turnEvent(),
  { type: 'text', offset: 0, text: 'A blue ' },
  { type: 'text', offset: 7, text: 'mug [1].' },
  turnEvent({
    state: 'done',
    answer: 'A blue mug [1].',
    citations: [{ number: 1, imageId: 7, annotationId: null, box: null, text: 'mug\u001b[31m' }],
    warnings: ['Only the newest 16 pictures were looked at.'],
  }),
] as const

let server: ConversationsServer
let folder: string
beforeEach(async () => {
  server = await startConversationsServer()
  server.streams.push([...ONE])
  folder = mkdtempSync(path.join(tmpdir(), 'vitrine-ask-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await server.close()
})

const run = (args: readonly string[], options?: CommandOptions) =>
  runCommand(server.url, ['ask', ...args], options)
function write(name: string, content: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}
const idsAsked = () => server.asked[0]?.pictures.map(({ imageId }) => imageId)

describe('ask', () => {
  it('prints the answer, and beside it what it stands on, by whom it is and how to go on', async () => {
    const { code, out, err } = await run(['What is it?', '--image', '7'])
    expect([code, out]).toEqual([0, 'A blue mug [1].'])
    expect(err.split('\n')).toEqual([
      '[1] image 7: mug [31m',
      'Only the newest 16 pictures were looked at.',
      `By qwen2-vl-7b (gguf). Go on with --conversation 5, or at ${server.url}/ask/5.`,
    ])
    expect(server.asked).toMatchObject([
      { question: 'What is it?', scope: 'pictures', query: null, engine: null, stream: true },
    ])
    expect(idsAsked()).toEqual([7])
  })

  it('prints the turn as JSON once it is over', async () => {
    const { code, out } = await run(['What is it?', '--json'])
    expect(code).toBe(0)
    expect(Turn.parse(JSON.parse(out))).toMatchObject({ state: 'done', answer: 'A blue mug [1].' })
  })

  it('asks the library where no picture is named, and says what was searched for', async () => {
    const search = {
      query: 'object:dog',
      by: 'model',
      total: 3,
      isTotalExact: false,
      hits: [7],
      seen: 1,
    } as const
    server.streams = Object.assign(server.streams, {
      0: [
        turnEvent({ search: { ...search, hits: [7] } }),
        turnEvent({ state: 'done', answer: 'Three.', search: { ...search, hits: [7] } }),
      ],
    })
    const { out, err } = await run(['How many dogs?', '--engine', 'index'])
    expect(out).toBe('Three.')
    expect(err).toContain('Searched for object:dog: at least 3 images.')
    expect(server.asked).toMatchObject([{ scope: 'library', query: null, engine: 'index' }])
  })

  it.each([
    [['--collection', 'The "Summer"'], 'collection:"The  Summer "'],
    [['--search', 'dog beach'], 'dog beach'],
  ])('asks about what %j finds', async (args, query) => {
    await run(['How many?', ...args])
    expect(server.asked).toMatchObject([{ scope: 'library', query }])
  })

  it('goes on with a conversation, about the pictures that are there', async () => {
    await run(['And now?', '--conversation', '5'])
    expect(server.asked).toMatchObject([{ conversationId: 5, scope: 'pictures', pictures: [] }])
  })

  it('takes pictures by id, by name, and as files, which it sends and waits for', async () => {
    const { code, err } = await run(['Compare them.', '--image', '12', 'dog.jpg', write('mug.jpg', 'pixels')])
    expect([code, idsAsked()]).toEqual([0, [12, 7, 3]])
    expect(err).toContain('mug.jpg is picture 3 now')
    expect(server.requests).toEqual(['GET /search', 'POST /images', 'GET /images/3', 'POST /conversations'])
  })

  it('lets nothing of an answer reach the terminal raw, but for its lines', async () => {
    server.streams[0] = [
      turnEvent(),
      { type: 'text', offset: 0, text: 'a\u001b[31m\n\u200bb' },
      turnEvent({
        state: 'done',
        answer: 'a\u001b[31m\n\u200bb',
      }),
    ]
    expect((await run(['What?'])).out).toBe('a[31m\nb')
  })
})

describe('an answer that is not whole', () => {
  it('is taken up again where the connection was lost, each piece once', async () => {
    // The first one ends too early, the second is cut.
    server.streams[0] = [...ONE.slice(0, 3)]
    server.streams.push(['cut'], [turnEvent({ answer: 'A blue mug' }), ...ONE.slice(4)])
    const { code, out } = await run(['What is it?'])
    expect([code, out]).toEqual([0, 'A blue mug [1].'])
    expect(server.requests).toEqual([
      'POST /conversations',
      'GET /conversations/5/turns/9/events',
      'GET /conversations/5/turns/9/events',
    ])
  })

  it('is stopped by Ctrl-C, with what is written', async () => {
    server.streams[0] = [...ONE.slice(0, 3), 'wait', turnEvent({ state: 'stopped', answer: 'A blue ' })]
    const { code, out, err } = await run(['What is it?'], { interruptAt: 'A blue' })
    expect([code, out]).toEqual([1, 'A blue '])
    expect(err).toContain('The answer was stopped.')
    expect(server.requests).toContain('POST /conversations/5/turns/9/stop')
  })

  it('says why it failed, and what to do', async () => {
    const error = {
      code: 'out-of-memory',
      message: 'It is full.',
      retryable: true,
      suggestion: 'Ask the index.',
    } as const
    server.streams[0] = [...ONE.slice(0, 3), turnEvent({ state: 'failed', answer: 'A blue ', error })]
    const { code, out, err } = await run(['What is it?'])
    expect([code, out, err]).toEqual([3, 'A blue ', 'It is full.\n  Ask the index.'])
  })

  it('says that it was interrupted', async () => {
    server.streams[0] = [turnEvent({ state: 'interrupted', answer: 'A' })]
    const { code, err } = await run(['What is it?'])
    expect(code).toBe(1)
    expect(err).toContain('Vitrine ended. Ask again.')
  })

  it('is refused with the reason', async () => {
    server.refusal = new AppError('not-found', 'One of the pictures is not there any more.')
    const { code, out, err } = await run(['What is it?', '--image', '7'])
    expect([code, out, err]).toEqual([1, '', 'One of the pictures is not there any more.'])
  })
})

describe('mistakes', () => {
  it.each([
    ['nothing asked', [' '], /Ask something/],
    [
      'an engine that answers no questions',
      ['What?', '--engine', 'florence2'],
      /Allowed choices are openai, gguf/,
    ],
    ['a collection beside a search', ['What?', '--collection', 'a', '--search', 'b'], /name the collection/],
    [
      'an engine for an old conversation',
      ['What?', '--conversation', '5', '--engine', 'gguf'],
      /new conversation/,
    ],
    ['no number of a conversation', ['What?', '--conversation', 'x'], /whole number/],
  ])('%s is said, and nothing is sent', async (_name, args, message) => {
    const { code, err } = await run(args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(server.requests).toEqual([])
  })

  it('a file that is no picture is named, and nothing is asked', async () => {
    const { code, err } = await run(['What?', '--image', write('bad.txt', 'bad')])
    expect([code, err]).toEqual([1, 'bad.txt: No picture.'])
    expect(server.asked).toEqual([])
  })

  it('a picture nobody knows is named', async () => {
    const { code, err } = await run(['What?', '--image', 'cat.jpg'])
    expect(code).toBe(1)
    expect(err).toMatch(/no picture called "cat.jpg"/)
  })

  it('a Vitrine that does not answer is one that does not answer', async () => {
    await server.close()
    expect((await run(['What?'])).code).toBe(3)
    server = await startConversationsServer()
  })

  it('the help tells what is asked about', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const part of ['--collection', 'whole library', 'Ctrl-C', 'Exit codes:']) expect(out).toContain(part)
  })
})

it('the turn of the tests is what the contract says', () => {
  expect(Turn.parse(makeTurn())).toEqual(makeTurn())
})
