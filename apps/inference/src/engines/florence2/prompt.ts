/** From a task and its input to the words the model is asked with. */
import { AppError, type Box, type TaskInput, toFlorenceBin } from '@vitrine/contracts'
import { FLORENCE_TASKS, type FlorenceTask } from './tasks.ts'

/**
 * The prompt of a task. A region is written as the bins of its left, top, right and bottom edge.
 * Throws AppError `bad-request` when the phrase or region that the task needs is missing or says nothing.
 */
export function buildPrompt(task: FlorenceTask, input: TaskInput): string {
  const { prompt } = FLORENCE_TASKS[task]
  if (!prompt.includes('{input}')) return prompt
  return prompt.replace('{input}', () => (task.startsWith('region-') ? regionOf(input) : phraseOf(input)))
}

function phraseOf({ phrase }: TaskInput): string {
  // What a person types is text: a `<loc_7>` or `</s>` in it would otherwise be read as the token of that name.
  const clean = phrase
    ?.replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (clean) return clean
  throw new AppError('bad-request', 'This task needs a phrase that says what to look for.')
}

function regionOf({ region }: TaskInput): string {
  if (!region) throw new AppError('bad-request', 'This task needs a region of the picture.')
  return cornersOf(region)
    .map((edge) => `<loc_${toFlorenceBin(edge)}>`)
    .join('')
}

const cornersOf = ({ x, y, width, height }: Box) => [x, y, x + width, y + height]
