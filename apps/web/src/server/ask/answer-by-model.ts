/** An answer by a model that looks at the pictures. */
import { AppError, type Citation, type EngineName, type Turn } from '@vitrine/contracts'
import type { Answered, Answering } from './answer-turn.ts'
import type { BuiltRequest } from './build-request.ts'
import { type GatheredRequest, gatherRequest } from './gather-request.ts'
import type { KnownPicture } from './picture-parts.ts'
import type { AskDeps } from './ports.ts'
import { REQUEST_LIMITS, type RequestLimits } from './request-limits.ts'

/** A table or a page of code; a person can ask to go on. */
const MAX_ANSWER_TOKENS = 2048

const SMALLER =
  'The pictures were looked at smaller, and less was told of them: the model takes no more at once.'

export interface ByModel extends Answering {
  engine: EngineName
  /** First to last; the last turn is the one to answer. */
  branch: readonly Turn[]
}

/** What is too much for the model is asked again with less, as long as nothing was said. Throws AppErrors. */
export async function answerByModel(
  deps: AskDeps,
  { branch, ...asked }: ByModel,
  signal: AbortSignal,
): Promise<Answered> {
  let failure = new AppError('too-large', 'The question is too long for the model.')
  for (const limits of REQUEST_LIMITS) {
    const gathered = await gatherRequest(deps, branch, limits)
    try {
      const answered = await askModel(deps, { ...asked, gathered, limits }, signal)
      const isSmaller = limits !== REQUEST_LIMITS[0]
      return isSmaller ? { ...answered, warnings: [SMALLER, ...answered.warnings] } : answered
    } catch (thrown) {
      failure = AppError.from(thrown)
      if (failure.code !== 'too-large' || asked.live.turn.answer !== '') throw failure
    }
  }
  throw failure
}

interface ModelQuestion extends Omit<ByModel, 'branch'> {
  gathered: GatheredRequest
  limits: RequestLimits
}

async function askModel(
  { inference }: Pick<AskDeps, 'inference'>,
  { live, engine, model, gathered, limits }: ModelQuestion,
  signal: AbortSignal,
): Promise<Answered> {
  const { built, known, pictures } = gathered
  const request = {
    engine,
    ...(model === null ? {} : { model }),
    conversation: String(live.turn.conversationId),
    messages: built.messages,
    maxPixels: limits.maxPixels,
    maxTokens: MAX_ANSWER_TOKENS,
  }
  for await (const step of inference.chat(request, pictures, signal)) {
    switch (step.type) {
      case 'waiting':
        live.progress({ step: 'waiting', ahead: step.ahead })
        break
      case 'loading':
        live.progress({ step: 'loading' })
        break
      case 'started':
        live.update({ ...live.turn, model: step.model })
        break
      case 'reading':
        live.progress({ step: 'reading', doneTokens: step.doneTokens, totalTokens: step.totalTokens })
        break
      case 'text':
        live.say(step.text)
        break
      case 'done': {
        const cut =
          step.finish === 'length' ? ['The answer was cut off at its greatest length: ask to go on.'] : []
        const warnings = [...built.warnings, ...step.warnings, ...cut]
        const citations = citationsIn(live.turn.answer, built, known)
        return { model: step.model, usage: step.usage, citations, warnings }
      }
    }
  }
  throw new AppError('sidecar-unreachable', 'The answer ended before it was done.')
}

/** Pictures that an answer calls by their number in brackets. */
export function citationsIn(
  answer: string,
  { numbers }: Pick<BuiltRequest, 'numbers'>,
  known: ReadonlyMap<number, KnownPicture>,
): Citation[] {
  const named = new Set([...answer.matchAll(/\[(\d{1,3})\]/g)].map(([, number]) => Number(number)))
  return [...numbers].flatMap(([imageId, number]) => {
    const picture = known.get(imageId)
    if (!named.has(number) || !picture) return []
    const { caption, fileName } = picture.detail
    return [{ number, imageId, annotationId: null, box: null, text: (caption || fileName).slice(0, 1000) }]
  })
}
