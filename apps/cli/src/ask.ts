/** `vitrine ask "…"`: a question about pictures or the whole library, its answer as it is written. */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type EngineName, isUnderWay, type Turn, type TurnEvent } from '@vitrine/contracts'
import { type AnswerPrinter, createAnswerPrinter } from './answer-printer.ts'
import { resolvePictures } from './ask-pictures.ts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode, UsageError } from './exit.ts'
import type { Io } from './io.ts'
import { printable } from './text.ts'

const POLL_MS = 400
/** A Vitrine that is restarted is away for a few seconds; it then knows how far the answer came. */
const PATIENCE_MS = 20_000

export interface AskOptions {
  question: string
  /** Ids, names or files. */
  images: readonly string[]
  collection?: string | undefined
  /** A search, in the language of the search box. */
  search?: string | undefined
  engine?: EngineName | undefined
  model?: string | undefined
  conversation?: number | undefined
  json: boolean
}

export async function ask(io: Io, client: Client, options: AskOptions): Promise<ExitCode> {
  const events = begin(client, options, await resolvePictures(io, client, checked(options).images))
  const printer = createAnswerPrinter(io, { isQuiet: options.json })
  await listen(io, client, { printer, events })
  const { turn } = printer
  if (turn === null) throw new AppError('sidecar-unreachable', 'Vitrine answered with nothing.')
  if (options.json) io.out(JSON.stringify(turn, null, 2))
  else if (turn.answer !== '') io.write(turn.answer.endsWith('\n') ? '' : '\n')
  return conclude(io, client, turn)
}

/** Throws `UsageError` for what does not go together. */
function checked(options: AskOptions): AskOptions {
  const { question, conversation, engine, model, collection, search } = options
  if (question.trim() === '') throw new UsageError('Ask something: vitrine ask "What is in the picture?"')
  if (collection !== undefined && search !== undefined)
    throw new UsageError('A search can name the collection: --search \'collection:"Summer" dog\'.')
  if (conversation !== undefined && (engine ?? model) !== undefined)
    throw new UsageError('An engine is chosen for a new conversation; later it is changed on the Ask page.')
  return options
}

function begin(client: Client, options: AskOptions, ids: readonly number[]): AsyncGenerator<TurnEvent> {
  const { question, collection, search, engine = null, model = null, conversation } = options
  const query = collection === undefined ? search : `collection:"${collection.replaceAll('"', ' ')}"`
  // Without pictures, and nothing that went before: the library is meant.
  const isLibrary = query !== undefined || (ids.length === 0 && conversation === undefined)
  const asked = {
    question,
    pictures: ids.map((imageId) => ({ imageId, region: null })),
    scope: isLibrary ? ('library' as const) : ('pictures' as const),
    query: query ?? null,
  }
  return conversation === undefined
    ? client.conversations.begin({ ...asked, engine, model })
    : client.conversations.follow(conversation, asked)
}

interface Listening {
  printer: AnswerPrinter
  events: AsyncGenerator<TurnEvent>
}

/** To the end of the answer; Ctrl-C stops it, a lost connection is taken up again. */
async function listen(io: Io, client: Client, { printer, events }: Listening): Promise<void> {
  let isStopped = false
  const stopListening = io.onInterrupt(() => {
    isStopped = true
    const { turn } = printer
    // Its end is told by the events.
    if (turn) void client.conversations.stop(turn).catch(() => undefined)
  })
  try {
    let next = events
    for (const end = Date.now() + PATIENCE_MS; ; ) {
      try {
        for await (const event of next) printer.take(event)
        const { turn } = printer
        if (!turn || !isUnderWay(turn.state)) return
      } catch (thrown) {
        const { turn } = printer
        if (!turn || isStopped || !AppError.from(thrown).retryable || Date.now() > end) throw thrown
      }
      await delay(POLL_MS)
      const { turn } = printer
      if (turn) next = client.conversations.watch(turn)
    }
  } finally {
    stopListening()
  }
}

/** Where it is from and how to go on; throws the failure of one that failed. */
function conclude(io: Io, client: Client, turn: Turn): ExitCode {
  const { state, error, citations, warnings, conversationId, engine, model } = turn
  for (const { number, imageId, text } of citations)
    io.err(`[${number}] image ${imageId}: ${printable(text)}`)
  for (const warning of warnings) io.err(printable(warning))
  if (error) throw AppError.fromWire({ error })
  if (state === 'stopped') io.err('The answer was stopped.')
  if (state === 'interrupted') io.err('The answer was interrupted: Vitrine ended. Ask again.')
  const by = model ? `${printable(model.id)} (${engine})` : (engine ?? 'nobody')
  io.err(`By ${by}. Go on with --conversation ${conversationId}, or at ${client.url}/ask/${conversationId}.`)
  return state === 'done' ? EXIT.done : EXIT.incomplete
}
