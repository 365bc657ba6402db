import type { ChatPart } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { DecodedImage } from '../../image/image.ts'
import type { ChatJob, ChatOutput, Engine } from '../engine.ts'
import { createReasoning } from './ask-by-chat.ts'
import { perceived } from './testing.ts'

const MODEL = { id: 'm', revision: '1', dtype: 'q4', device: 'cpu' } as const
const USAGE: ChatOutput['usage'] = {
  promptTokens: null,
  cachedTokens: null,
  imageTokens: null,
  completionTokens: null,
  firstTokenMs: null,
  totalMs: 0,
  tokensPerSecond: null,
}
const never = new AbortController().signal

const picture = (width: number, height: number): DecodedImage => ({
  size: { width, height },
  pixels: Buffer.alloc(width * height * 3, 200),
  warnings: [],
})

/** An engine that writes these answers in turn, in two pieces each, and keeps what it was asked. */
function scripted(...answers: (string | { text: string; finish: 'length' })[]) {
  const asked: ChatJob[] = []
  const chat: NonNullable<Engine['chat']> = async (job, say) => {
    const answer = answers[asked.length] ?? ''
    asked.push(job)
    const { text, finish } = typeof answer === 'string' ? { text: answer, finish: 'stop' as const } : answer
    say({ type: 'started', model: MODEL })
    say({ type: 'text', text: text.slice(0, 3) })
    say({ type: 'text', text: text.slice(3) })
    return { model: MODEL, finish, usage: USAGE, warnings: ['It was slow.'] }
  }
  return { asked, reason: createReasoning(chat) }
}

const typesOf = (parts: readonly ChatPart[] = []) => parts.map(({ type }) => type)

describe('a deep reading by a chat', () => {
  it('is asked with the picture before the words, and is what the engine wrote', async () => {
    const { asked, reason } = scripted('A dog runs.')
    const reading = await reason(
      picture(40, 30),
      { reasons: ['many-objects'], perception: perceived() },
      never,
    )
    expect(reading).toMatchObject({ model: MODEL, reading: 'A dog runs.', warnings: ['It was slow.'] })
    expect(asked[0]?.messages.map(({ role, parts }) => [role, ...typesOf(parts)])).toEqual([
      ['system', 'text'],
      ['user', 'image', 'text'],
    ])
    expect(asked[0]).toMatchObject({ temperature: 0, maxTokens: 1500, maxPixels: 1_200_000 })
  })

  it('hands the decoded picture on, under a key that is its own', async () => {
    const { asked, reason } = scripted('One.', 'The same.', 'Another.')
    const image = picture(40, 30)
    const context = { reasons: [], perception: perceived() }
    for (const one of [image, picture(40, 30), picture(41, 30)]) await reason(one, context, never)
    const [first, same, other] = asked.map(({ pictures }) => [...pictures][0])
    expect(await first?.[1].decode()).toBe(image)
    expect(first?.[1].bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    expect(same?.[0]).toBe(first?.[0])
    expect(other?.[0]).not.toBe(first?.[0])
  })

  it('asks once more when the data cannot be read, in the same conversation', async () => {
    const { asked, reason } = scripted(
      'A bill.\n```json\n{"fields": [}\n```',
      '```json\n{"fields": [{"name": "total", "value": "5.00"}], "tables": []}\n```',
    )
    const context = { reasons: ['receipt-like' as const], perception: perceived('receipt') }
    expect(await reason(picture(40, 30), context, never)).toMatchObject({
      reading: 'A bill.',
      fields: [{ name: 'total', value: '5.00' }],
    })
    expect(asked[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  })

  it('says that an answer was cut off', async () => {
    const { reason } = scripted({ text: 'A dog runs and', finish: 'length' })
    const reading = await reason(picture(40, 30), { reasons: [], perception: perceived() }, never)
    expect(reading.warnings).toContain("The model's answer was cut off after 1500 tokens.")
  })
})
