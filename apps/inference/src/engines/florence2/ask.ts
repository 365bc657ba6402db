/** Questions about pictures to parsed answers: the heart of the engine, whatever the tasks are. */
import type { TaskInput } from '@vitrine/contracts'
import { type AnswerVocabulary, itemsFromTokens } from './answer/items.ts'
import { type ParsedAnswer, parseAnswer } from './answer/parse-answer.ts'
import { encodeRows, type Question } from './encode-rows.ts'
import { type GenerationDeps, generate, type RowAnswer } from './generation/generate.ts'
import type { FlorenceGraphs } from './graphs.ts'
import { runHalving } from './memory.ts'
import { buildPrompt } from './prompt.ts'
import { FLORENCE_TASKS, type FlorenceTask } from './tasks.ts'
import type { ImageFeatures } from './vision.ts'

export interface FlorenceRequest {
  features: ImageFeatures
  task: FlorenceTask
  input: TaskInput
}

export interface AskDeps {
  graphs: FlorenceGraphs
  generation: GenerationDeps
  vocabulary: AnswerVocabulary
  /** Rows that are decoded at once; more run one part after the other. */
  maxRows: number
  /** Overrides of the tasks' own limits, for measuring. */
  maxNewTokens?: number | undefined
}

export interface AskOptions {
  signal: AbortSignal
  onStep?: ((rows: number) => void) | undefined
}

/** Answers in the order of the requests; all are decoded together, as far as memory goes. */
export async function ask(
  deps: AskDeps,
  requests: readonly FlorenceRequest[],
  options: AskOptions,
): Promise<ParsedAnswer[]> {
  // Long answers together: a part is as slow as its longest row.
  const order = requests
    .map((request, place) => ({ request, place }))
    .sort((a, b) => limitOf(deps, b.request.task) - limitOf(deps, a.request.task))
  const answers: ParsedAnswer[] = []
  for (let at = 0; at < order.length; at += deps.maxRows) {
    const part = order.slice(at, at + deps.maxRows)
    const { results, partSize } = await runHalving(part, (some) =>
      decode(
        deps,
        some.map(({ request }) => request),
        options,
      ),
    )
    part.forEach(({ request, place }, index) => {
      const row = results[index]
      if (!row) throw new Error('The model left a question unanswered.')
      answers[place] = read(deps, request, row, partSize < part.length)
    })
  }
  return answers
}

async function decode(
  deps: AskDeps,
  requests: readonly FlorenceRequest[],
  options: AskOptions,
): Promise<RowAnswer[]> {
  const questions = requests.map(
    ({ features, task, input }): Question => ({
      features,
      promptIds: deps.graphs.tokenizer.encode(buildPrompt(task, input)),
    }),
  )
  const encoded = await encodeRows(deps.graphs, questions)
  return generate(
    deps.generation,
    encoded,
    requests.map(({ task }) => ({
      maxNewTokens: limitOf(deps, task),
      isScored: FLORENCE_TASKS[task].shape !== 'pure_text',
    })),
    options,
  )
}

function limitOf({ maxNewTokens }: AskDeps, task: FlorenceTask): number {
  return maxNewTokens ?? FLORENCE_TASKS[task].maxNewTokens
}

const SHORT_OF_MEMORY = 'Memory was short: the batch was read in smaller parts.'
const END_WARNINGS: Record<RowAnswer['endedBy'], string[]> = {
  end: [],
  limit: ['The answer was longer than the model can write: its end is missing.'],
  loop: ['The model began to repeat itself and was stopped.'],
}

function read(
  { vocabulary }: AskDeps,
  { task, input }: FlorenceRequest,
  row: RowAnswer,
  wasHalved: boolean,
): ParsedAnswer {
  const items = itemsFromTokens(row.tokens, vocabulary)
  const { result, warnings } = parseAnswer(FLORENCE_TASKS[task].shape, items, input)
  return {
    result,
    warnings: [...END_WARNINGS[row.endedBy], ...warnings, ...(wasHalved ? [SHORT_OF_MEMORY] : [])],
  }
}
