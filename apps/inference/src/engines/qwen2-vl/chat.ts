/** A chat's next answer, and what becomes of what was kept when there is none. */
import { AppError } from '@vitrine/contracts'
import type { ChatJob, ChatOutput, EngineChatEvent } from '../engine.ts'
import { explainFailure } from './failures.ts'
import { type QwenContext, Turn } from './turn.ts'

/** Throws AppError: `cancelled`, `out-of-memory`, `too-large` for more than the model takes, `bad-request`. */
export async function chat(
  context: QwenContext,
  job: ChatJob,
  { say, signal }: { say: (event: EngineChatEvent) => void; signal: AbortSignal },
): Promise<ChatOutput> {
  const { conversations, vision } = context
  requireModel(context, job)
  const conversation = conversations.open(job.conversation)
  try {
    const output = await new Turn(context, { job, conversation, say, signal }).answer()
    conversations.keep(job.conversation, conversation)
    return output
  } catch (thrown) {
    const explained = explainFailure(thrown, signal)
    // What was read before a cancel holds; after any other failure nobody knows.
    if (signal.aborted) conversations.keep(job.conversation, conversation)
    else conversations.drop(job.conversation, conversation)
    throw explained
  } finally {
    vision.closePictures()
  }
}

function requireModel({ model }: QwenContext, job: ChatJob): void {
  if (job.model === undefined || job.model === model.id) return
  throw new AppError('not-found', `This engine has ${model.id} loaded, not ${job.model}.`, {
    suggestion: 'Choose the model on the Models page.',
  })
}
