/** One task on one picture, as a person asks for it. */
import { AppError, type TaskInput, type TaskName } from '@vitrine/contracts'
import type { DecodedImage } from '../../image/image.ts'
import type { TaskOutput } from '../engine.ts'
import { type AskOptions, ask } from './ask.ts'
import { type FlorenceContext, lookAt } from './context.ts'
import { toEmbedding } from './embedding.ts'
import { isFlorenceTask } from './tasks.ts'

/** Throws AppError `task-unsupported` for a task that Florence-2 does not know. */
export async function runFlorenceTask(
  context: FlorenceContext,
  image: DecodedImage,
  { task, input }: { task: TaskName; input: TaskInput },
  options: AskOptions,
): Promise<TaskOutput> {
  const { model } = context
  const [features] = (await lookAt(context, [image], options.signal)).results
  if (!features) throw new Error('The picture was left unseen.')
  if (task === 'image-embedding') {
    const embedding = toEmbedding(features, context.weightsKey)
    return { model, result: { type: 'embedding', embedding }, warnings: image.warnings }
  }
  if (!isFlorenceTask(task))
    throw new AppError('task-unsupported', `Florence-2 does not do ${task.replaceAll('-', ' ')}.`)
  const [answer] = await ask(context.ask, [{ features, task, input }], options)
  if (!answer) throw new Error('The model left the question unanswered.')
  return { model, result: answer.result, warnings: [...image.warnings, ...answer.warnings] }
}
