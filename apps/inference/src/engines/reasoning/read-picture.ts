/** The deep reading of one picture by any model that takes messages: asked, parsed, mended once, or kept as it is. */
import { AppError, type ModelRef, type ReadingField } from '@vitrine/contracts'
import type { ReasoningOutput } from '../engine.ts'
import { parseProse, parseReading } from './parse-answer.ts'
import { type AnswerShape, askForRepair, type ChatMessage, type ReadingPlan } from './plan-reading.ts'

export interface ModelAnswer {
  text: string
  /** The shape that was asked for in the end: not every server holds a model to a schema. */
  shape: AnswerShape
  /** Stopped by the limit on tokens. */
  isCutOff: boolean
  model: ModelRef
  /** What went wrong on the way, for a person. */
  warnings: string[]
}

/** A model, as far as a reading needs one. `messages` is called with a shape that the model's server takes. */
export type Ask = (question: {
  messages(shape: AnswerShape): ChatMessage[]
  /** `schema` where it can be had, else `fence`. */
  wantsData: boolean
}) => Promise<ModelAnswer>

/** Throws what asking throws, and `engine-crashed` when the model wrote nothing. */
export async function readPicture(plan: ReadingPlan, ask: Ask): Promise<ReasoningOutput> {
  const { wantsData, promptVersion } = plan
  const answer = await ask({ messages: plan.messages, wantsData })
  const warnings = [...answer.warnings]
  if (answer.isCutOff) warnings.push(`The model's answer was cut off after ${plan.maxTokens} tokens.`)
  const read = wantsData ? await readWithData(plan, ask, answer) : bare(parseProse(answer.text))
  if (read.reading === '' && read.fields.length === 0 && read.tables.length === 0)
    throw new AppError('engine-crashed', 'The model wrote nothing about this picture.')
  const { fields, tables } = read
  return {
    model: answer.model,
    promptVersion,
    reading: read.reading || listFields(fields),
    fields,
    tables,
    warnings: [...warnings, ...read.warnings],
  }
}

type Read = Pick<ReasoningOutput, 'reading' | 'fields' | 'tables' | 'warnings'>

async function readWithData(plan: ReadingPlan, ask: Ask, answer: ModelAnswer): Promise<Read> {
  const first = parseReading(answer.text)
  if (first.type === 'sound') return { ...first.data, reading: first.reading, warnings: [] }
  const mended = answer.isCutOff ? null : await tryToMend(plan, ask, { answer, problems: first.problems })
  if (mended?.type === 'sound')
    return { ...mended.data, reading: first.reading || (mended.data.reading ?? ''), warnings: [] }
  const failure = mended?.type === 'failed' ? [`It could not be asked to mend them: ${mended.message}`] : []
  return {
    ...bare(answer.isCutOff && first.reading ? first.reading : answer.text.trim()),
    warnings: [
      'Its fields and tables could not be made out; the reading is kept as the model wrote it.',
      ...failure,
    ],
  }
}

/** What has been read is not given up because asking again fails, as when both questions are too long together. */
async function tryToMend(...args: Parameters<typeof mend>) {
  try {
    return await mend(...args)
  } catch (thrown) {
    const { code, message } = AppError.from(thrown)
    if (code === 'cancelled') throw thrown
    return { type: 'failed' as const, message }
  }
}

async function mend(
  plan: ReadingPlan,
  ask: Ask,
  { answer, problems }: { answer: ModelAnswer; problems: readonly string[] },
) {
  const messages = (shape: AnswerShape): ChatMessage[] => [
    ...plan.messages(shape),
    { role: 'assistant', text: answer.text },
    askForRepair(problems),
  ]
  // The same shape again: what was wrong is named, and the server may hold the model to nothing.
  const { text } = await ask({ messages: () => messages(answer.shape), wantsData: false })
  return parseReading(text)
}

const bare = (reading: string): Read => ({ reading, fields: [], tables: [], warnings: [] })

/** A model that gave its fields and no prose is still to be found by words. */
const listFields = (fields: readonly ReadingField[]) =>
  fields.map(({ name, value }) => `${name}: ${value}`).join('\n')
