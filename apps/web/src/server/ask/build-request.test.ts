import { ChatOptions, type ChatPart, type Turn } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { buildRequest, MAX_REQUEST_TURNS } from './build-request.ts'
import { makePicture, makeTurn } from './fixtures.ts'
import { REQUEST_LIMITS } from './request-limits.ts'

const { pictures: MAX_REQUEST_PICTURES, textChars: MAX_TEXT_CHARS } = REQUEST_LIMITS[0]

const REGION = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }
const whole = (imageId: number) => ({ imageId, region: null })
const known = (...ids: number[]) => new Map(ids.map((id) => makePicture(id)))
const range = (count: number) => Array.from({ length: count }, (_none, index) => index + 1)

/** Roles with a line for each part. */
const outline = (branch: readonly Turn[], pictures = known()) =>
  buildRequest(branch, pictures).messages.map(({ role, parts }) => [role, ...parts.map(lineOf)])
function lineOf(part: ChatPart): string {
  if (part.type === 'text') return part.text
  return `<${part.type} ${part.picture}>`
}
const facts = (id: number, number = id) =>
  expect.stringMatching(new RegExp(`^Picture ${number}: ${id}.jpg, `))

describe('a request', () => {
  it('tells the rules, then every turn, the pictures with what is known of them before the question', () => {
    const branch = [makeTurn({ id: 1, pictures: [whole(7)] }), makeTurn({ id: 2, answer: '' })]
    expect(outline(branch, known(7))).toEqual([
      ['system', expect.stringContaining('Vitrine')],
      ['user', facts(7, 1), '<image key-7>', 'Question 1'],
      ['assistant', 'Answer 1'],
      ['user', 'Question 2'],
    ])
  })

  it('shows a picture once, and marks a part of it whenever it is asked about', () => {
    const branch = [
      makeTurn({ id: 1, pictures: [whole(7), { imageId: 7, region: REGION }] }),
      makeTurn({ id: 2, pictures: [{ imageId: 7, region: REGION }] }),
    ]
    expect(outline(branch, known(7)).slice(1)).toEqual([
      ['user', facts(7, 1), '<image key-7>', '<region key-7>', 'Question 1'],
      ['assistant', 'Answer 1'],
      ['user', '<region key-7>', 'Question 2'],
    ])
  })

  it('of a next turn begins as the last one did, which is what caches of conversations go by', () => {
    const search = {
      query: 'q',
      by: 'rules',
      total: 3,
      isTotalExact: true,
      hits: [9, 10, 11],
      seen: 2,
    } as const
    const branch = [
      makeTurn({ id: 1, pictures: [whole(7), whole(8)] }),
      makeTurn({ id: 2, pictures: [{ imageId: 7, region: REGION }] }),
      makeTurn({ id: 3, scope: 'library', search: { ...search, hits: [9, 10, 11] } }),
      makeTurn({ id: 4, state: 'stopped', answer: 'Half' }),
      makeTurn({ id: 5, pictures: [whole(12)] }),
    ]
    const pictures = known(7, 8, 9, 10, 11, 12)
    const requests = branch.map((_turn, index) => outline(branch.slice(0, index + 1), pictures))
    for (const [index, request] of requests.slice(0, -1).entries())
      expect(requests[index + 1]?.slice(0, request.length)).toEqual(request)
  })

  it('passes over an answer in which nothing is left to say', () => {
    const branch = [makeTurn({ id: 1, engine: 'index', answer: '[1]' }), makeTurn({ id: 2 })]
    expect(outline(branch).slice(1)).toEqual([['user', 'Question 2']])
  })

  it('keeps the pictures of a turn without an answer for the next question', () => {
    const branch = [
      makeTurn({ id: 1, pictures: [whole(7)], state: 'stopped', answer: '' }),
      makeTurn({ id: 2, pictures: [whole(8)] }),
    ]
    expect(outline(branch, known(7, 8)).slice(1)).toEqual([
      ['user', facts(7, 1), '<image key-7>', facts(8, 2), '<image key-8>', 'Question 2'],
    ])
  })

  it('takes the text so far of an answer that broke off for what was said', () => {
    const branch = [makeTurn({ id: 1, state: 'interrupted', answer: 'Half' }), makeTurn({ id: 2 })]
    expect(outline(branch)[2]).toEqual(['assistant', 'Half'])
  })

  it('says that a picture is gone, under the number that it had', () => {
    const branch = [makeTurn({ id: 1, pictures: [whole(7), whole(8)] })]
    const { numbers } = buildRequest(branch, known(8))
    expect([...numbers]).toEqual([
      [7, 1],
      [8, 2],
    ])
    expect(outline(branch, known(8))[1]?.[1]).toMatch(/^Picture 1 is not there any more\.\nPicture 2: 8\.jpg/)
  })

  it('takes out the numbers by which the index cites: a model would take them for pictures', () => {
    const branch = [makeTurn({ id: 1, engine: 'index', answer: '2 dogs [1] [2].' }), makeTurn({ id: 2 })]
    expect(outline(branch)[2]).toEqual(['assistant', '2 dogs.'])
  })

  it('tells what was searched for, and the hits that are not looked at by a line each', () => {
    const search = {
      query: 'object:dog',
      by: 'rules',
      total: 40,
      isTotalExact: false,
      hits: [7, 8, 9],
      seen: 1,
    } as const
    const [, user] = outline([makeTurn({ id: 1, search: { ...search, hits: [7, 8, 9] } })], known(7, 8))
    expect(user?.[1]).toMatch(
      /^The gallery was searched for: object:dog\. Found: at least 40 pictures\.\n- 8\.jpg: Caption 8\nPicture 1: 7/,
    )
    expect(user?.slice(2)).toEqual(['<image key-7>', 'Question 1'])
  })
})

describe('limits', () => {
  it('only the newest pictures are looked at; the others are named', () => {
    const ids = range(MAX_REQUEST_PICTURES + 2)
    const branch = ids.map((id) => makeTurn({ id, pictures: [whole(id)] }))
    const { keys, warnings } = buildRequest(branch, known(...ids))
    expect([...keys]).toEqual(ids.slice(2).map((id) => `key-${id}`))
    expect(warnings).toEqual(['Only the newest 16 pictures were looked at.'])
    expect(outline(branch, known(...ids))[1]).toEqual(['user', 'Picture 1: 1.jpg. Caption 1', 'Question 1'])
  })

  it('an old picture that is asked about again is among the newest', () => {
    const ids = range(MAX_REQUEST_PICTURES + 2)
    const branch = [...ids.map((id) => makeTurn({ id, pictures: [whole(id)] }))]
    const again = makeTurn({ id: 99, pictures: [{ imageId: 1, region: REGION }] })
    const { keys, messages } = buildRequest([...branch, again], known(...ids))
    expect(keys).toContain('key-1')
    expect(keys).not.toContain('key-2')
    expect(messages.at(-1)?.parts.map(lineOf)).toEqual(['<region key-1>', 'Question 99'])
  })

  it('of one turn a person’s own pictures and the best hits go first', () => {
    const search = { query: 'q', by: 'rules', total: 8, isTotalExact: true, seen: 8 } as const
    const own = range(12)
    const hits = [21, 22, 23, 24, 25, 26, 27, 28]
    const branch = [makeTurn({ id: 1, pictures: own.map(whole), search: { ...search, hits } })]
    const { keys } = buildRequest(branch, known(...own, ...hits))
    expect([...keys].slice(-4)).toEqual(['key-21', 'key-22', 'key-23', 'key-24'])
  })

  it('the oldest turns go when the text is too long, and their pictures stay', () => {
    const long = 'x'.repeat(MAX_TEXT_CHARS / 2)
    const branch = [
      makeTurn({ id: 1, pictures: [whole(7)], answer: long }),
      makeTurn({ id: 2, answer: long }),
      makeTurn({ id: 3 }),
    ]
    expect(outline(branch, known(7)).slice(1)).toEqual([
      ['user', facts(7, 1), '<image key-7>', 'Question 2'],
      ['assistant', long],
      ['user', 'Question 3'],
    ])
    expect(buildRequest(branch, known(7)).warnings).toEqual([
      'The beginning of the conversation was left out: it is too long.',
    ])
  })

  it('the last question stays however long it is', () => {
    const branch = [
      makeTurn({ id: 1, answer: 'x'.repeat(MAX_TEXT_CHARS) }),
      makeTurn({ id: 2, question: 'x'.repeat(20_000) }),
    ]
    expect(outline(branch)).toHaveLength(2)
  })

  it.each([...REQUEST_LIMITS.entries()])('the narrower they are, the less is told: %i', (_index, limits) => {
    const long = 'word '.repeat(2_000)
    const ids = range(80)
    const pictures = new Map(ids.map((id) => makePicture(id, { text: long, notes: long, caption: long })))
    const search = { query: 'q', by: 'rules', total: 70, isTotalExact: true, seen: 8 } as const
    const branch = [
      makeTurn({ id: 1, pictures: range(16).map(whole), answer: long }),
      makeTurn({ id: 2, search: { ...search, hits: ids.slice(20) } }),
    ]
    const { messages, keys } = buildRequest(branch, pictures, limits)
    expect(keys.size).toBe(limits.pictures)
    const texts = messages
      .slice(1)
      .flatMap(({ parts }) => parts.map((part) => ('text' in part ? part.text : '')))
    const total = texts.reduce((sum, text) => sum + text.length, 0)
    // Beside it stand the pictures of what is forgotten, and those of the last turn that are only named.
    expect(total).toBeLessThan(limits.textChars + limits.pictures * (limits.factChars + 10) + 16 * 220)
    expect(keys).toContain('key-21')
  })

  it.each([
    ['many short turns', range(600).map((id) => makeTurn({ id, pictures: [whole(id)] }))],
    [
      'many unanswered turns',
      range(120).map((id) =>
        makeTurn({ id, pictures: range(16).map((n) => whole(id * 16 + n)), answer: '' }),
      ),
    ],
  ])('%s make a request that the sidecar takes', (_name, branch) => {
    const ids = branch.flatMap(({ pictures }) => pictures.map(({ imageId }) => imageId))
    const { messages } = buildRequest(branch, known(...ids))
    expect(ChatOptions.safeParse({ messages }).error).toBeUndefined()
    expect(messages.length).toBeLessThanOrEqual(2 * MAX_REQUEST_TURNS + 1)
    expect(messages.at(-1)?.parts.map(lineOf).at(-1)).toBe(`Question ${branch.length}`)
  })
})
