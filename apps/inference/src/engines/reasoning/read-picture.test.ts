import { AppError } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { type ChatMessage, planReading } from './plan-reading.ts'
import { type Ask, type ModelAnswer, readPicture } from './read-picture.ts'
import { perceived } from './testing.ts'

const model = { id: 'm', revision: '1', dtype: 'none', device: 'remote' } as const
const receipt = planReading({ reasons: ['receipt-like'], perception: perceived('receipt') })
const scene = planReading({ reasons: ['many-objects'], perception: perceived() })
const DATA = '{"fields": [{"name": "total", "value": "5.00"}], "tables": []}'

/** A model that gives these answers in turn, and notes what it was asked. */
function scripted(...answers: (string | Partial<ModelAnswer>)[]) {
  const asked: ChatMessage[][] = []
  const ask: Ask = async ({ messages, wantsData }) => {
    const shape = wantsData ? 'fence' : 'none'
    asked.push(messages(shape))
    const answer = answers[asked.length - 1] ?? ''
    const given = typeof answer === 'string' ? { text: answer } : answer
    return { text: '', shape, isCutOff: false, model, warnings: [], ...given }
  }
  return { ask, asked }
}

describe('readPicture', () => {
  it('reads a scene in prose', async () => {
    const { ask, asked } = scripted('A dog runs.')
    expect(await readPicture(scene, ask)).toEqual({
      model,
      promptVersion: 'reading-2/scene',
      reading: 'A dog runs.',
      fields: [],
      tables: [],
      warnings: [],
    })
    expect(asked).toHaveLength(1)
  })

  it('reads fields and tables beside the prose', async () => {
    const { ask } = scripted(`A bill.\n\`\`\`json\n${DATA}\n\`\`\``)
    expect(await readPicture(receipt, ask)).toMatchObject({
      reading: 'A bill.',
      fields: [{ name: 'total', number: 5 }],
      warnings: [],
    })
  })

  it('has unsound data mended once, told what is wrong', async () => {
    const { ask, asked } = scripted('A bill.\n```json\n{"fields": 5}\n```', DATA)
    const read = await readPicture(receipt, ask)
    expect(read).toMatchObject({ reading: 'A bill.', fields: [{ name: 'total' }], warnings: [] })
    expect(asked[1]?.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(asked[1]?.at(-1)?.text).toContain('fields must be a list')
  })

  it('keeps what the model wrote when its data stays unsound', async () => {
    const raw = 'A bill.\n```json\n{"fields": 5}\n```'
    const { ask, asked } = scripted(raw, 'Sorry.')
    const read = await readPicture(receipt, ask)
    expect(read).toMatchObject({
      reading: raw,
      fields: [],
      warnings: [expect.stringContaining('as the model wrote')],
    })
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['keeps what was read', new AppError('bad-request', 'The question is too long.'), null],
    ['ends', new AppError('cancelled', 'Stopped.'), 'cancelled'],
  ])('%s when asking to mend it fails with %o', async (_name, error, code) => {
    const { ask } = scripted('A bill.\n```json\n{"fields": 5}\n```')
    let asked = 0
    const failing: Ask = (question) => {
      asked += 1
      return asked === 1 ? ask(question) : Promise.reject(error)
    }
    const read = readPicture(receipt, failing)
    if (code) return expect(read).rejects.toMatchObject({ code })
    expect(await read).toMatchObject({
      reading: expect.stringContaining('A bill.'),
      warnings: [expect.any(String), expect.stringContaining('The question is too long.')],
    })
  })

  it('does not ask again for an answer that was too long, and says so', async () => {
    const { ask, asked } = scripted({ text: '{"reading": "A bill.", "fields": [{', isCutOff: true })
    const read = await readPicture(receipt, ask)
    expect(read.reading).toBe('A bill.')
    expect(read.warnings[0]).toContain('cut off after 4000 tokens')
    expect(asked).toHaveLength(1)
  })

  it('lists the fields where a model gave no prose', async () => {
    expect((await readPicture(receipt, scripted(DATA).ask)).reading).toBe('total: 5.00')
  })

  it('fails when the model wrote nothing', async () => {
    await expect(readPicture(scene, scripted(' ').ask)).rejects.toMatchObject({ code: 'engine-crashed' })
  })
})
