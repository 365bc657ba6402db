/** From the events of a streamed completion to its text. */
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'

export interface Completion {
  text: string
  /** As the server says: `stop`, `length`; null when it did not. */
  finishReason: string | null
  /** Of the server's build and settings, where it gives one. */
  fingerprint: string | null
  /** Tokens of the question, the picture's among them, and of the answer, where the server counts them. */
  usage: { promptTokens: number; completionTokens: number; cachedTokens: number | null } | null
  /** Events that could not be read: pieces of the text are missing. */
  brokenEvents: number
}

const Piece = z.object({ content: z.string().nullish() })
const Chunk = z.object({
  choices: z
    .array(
      z.object({ delta: Piece.nullish(), message: Piece.nullish(), finish_reason: z.string().nullish() }),
    )
    .nullish(),
  system_fingerprint: z.string().nullish().catch(null),
  usage: z
    .object({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})
const Failure = z.object({ error: z.unknown().refine((error) => error !== null && error !== undefined) })

const MAX_TEXT_CHARS = 1_000_000

export interface CompletionReader {
  /** Words an error that the server sent within the stream. */
  explain(body: string): AppError
  /** Each piece of the answer, as it comes. */
  onText?(text: string): void
}

/**
 * Reads to `[DONE]`, or to the end of a stream that has said why it finished. Throws what `explain` says, or
 * `engine-crashed` for a stream that ends too early.
 */
export async function readCompletion(
  events: AsyncIterable<string>,
  reader: CompletionReader,
): Promise<Completion> {
  const completion: Completion = {
    text: '',
    finishReason: null,
    fingerprint: null,
    usage: null,
    brokenEvents: 0,
  }
  try {
    if (await readAll(events, completion, reader)) return completion
  } catch (thrown) {
    // The connection went after the last word: nothing is missing.
    if (thrown instanceof AppError || completion.finishReason === null) throw thrown
  }
  if (completion.finishReason !== null) return completion
  throw new AppError('engine-crashed', 'The server ended its answer without having finished it.')
}

/** True when the server has said that it is done. */
async function readAll(
  events: AsyncIterable<string>,
  completion: Completion,
  { explain, onText }: CompletionReader,
): Promise<boolean> {
  for await (const event of events) {
    if (event.trim() === '[DONE]') return true
    const chunk = parseChunk(event, explain)
    const before = completion.text.length
    if (chunk) add(completion, chunk)
    else completion.brokenEvents += 1
    if (completion.text.length > before) onText?.(completion.text.slice(before))
    if (completion.text.length > MAX_TEXT_CHARS)
      throw new AppError('engine-crashed', 'The model does not come to an end.')
  }
  return false
}

/** Null for an event that is broken. */
function parseChunk(event: string, explain: (body: string) => AppError): z.infer<typeof Chunk> | null {
  let value: unknown
  try {
    value = JSON.parse(event)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
  if (Failure.safeParse(value).success) throw explain(event)
  return Chunk.safeParse(value).data ?? null
}

function add(completion: Completion, { choices, system_fingerprint, usage }: z.infer<typeof Chunk>): void {
  const choice = choices?.[0]
  completion.text += choice?.delta?.content ?? choice?.message?.content ?? ''
  completion.finishReason = choice?.finish_reason ?? completion.finishReason
  completion.fingerprint = system_fingerprint ?? completion.fingerprint
  if (usage)
    completion.usage = {
      promptTokens: usage.prompt_tokens,
      completionTokens: usage.completion_tokens,
      cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
    }
}
