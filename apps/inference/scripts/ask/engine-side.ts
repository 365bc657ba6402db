/** Our engine, one conversation turn by turn: going on from what it knows, or as if every turn were the first. */
import type { ChatMessage, ChatPart } from '@vitrine/contracts'
import type { RunReport } from '../../src/engines/qwen2-vl/generation/language-model.ts'
import { createQwen2VlEngine } from '../../src/engines/qwen2-vl/index.ts'
import { decodeImage } from '../../src/image/decode.ts'
import { dtypesIn, type Measured, type MeasuredTurn, type Measuring } from './measured.ts'

const MAX_PIXELS = 1e8
const never = new AbortController().signal

/** @param isKept Whether keys, values and what was seen of pictures are kept from turn to turn. */
export async function measureEngine(given: Measuring, isKept: boolean): Promise<Measured> {
  const { dir, device, dtype, threads, maxPixels, questions, tokens, standIn } = given
  const clock = new RunClock()
  const startedAt = performance.now()
  const engine = await createQwen2VlEngine({
    weights: {
      key: 'qwen2-vl-2b',
      repository: 'measured',
      revision: 'measured',
      dir,
      dtypes: dtypesIn(dir, dtype),
      sizeBytes: 0,
      licence: 'Apache-2.0',
    },
    device,
    threads,
    ...(isKept ? {} : { seenBytes: 0, keptBytes: 0 }),
    onRun: (run) => clock.note(run),
  })
  const { chat } = engine
  if (!chat) throw new Error('The engine does not chat.')
  const loadMs = performance.now() - startedAt
  const pictures = new Map(
    given.pictures.map((bytes, at) => [
      `picture-${at}`,
      { bytes, decode: () => decodeImage(bytes, { maxPixels: MAX_PIXELS }) },
    ]),
  )
  const ask = async (
    messages: readonly ChatMessage[],
    conversation: string,
  ): Promise<[string, MeasuredTurn]> => {
    let text = ''
    clock.start()
    const job = { messages, pictures, maxTokens: tokens, maxPixels, temperature: 0 }
    const output = await chat(
      isKept ? { ...job, conversation } : job,
      (event) => {
        if (event.type === 'text') text += event.text
      },
      never,
    )
    return [text, { promptTokens: output.usage.promptTokens ?? 0, ...clock.stop() }]
  }
  // Once beforehand: caches, buffers, on a GPU the compiler.
  await ask([{ role: 'user', parts: [{ type: 'text', text: 'Hello.' }] }], 'beforehand')
  const shown = [...pictures.keys()].map((picture): ChatPart => ({ type: 'image', picture }))
  const messages: ChatMessage[] = []
  const turns: MeasuredTurn[] = []
  for (const [at, question] of questions.entries()) {
    const asked: ChatPart = { type: 'text', text: question }
    messages.push({ role: 'user', parts: at === 0 ? [...shown, asked] : [asked] })
    const [text, turn] = await ask(messages, 'measured')
    turns.push(turn)
    // A kept conversation knows the tokens of its answer by their text.
    const said = isKept ? text : (standIn ?? text)
    messages.push({ role: 'assistant', parts: [{ type: 'text', text: said }] })
  }
  await engine.dispose()
  return { loadMs, turns }
}

/** When the decoder ran: the first answer token is there when the first run over a single one begins. */
class RunClock {
  #startedAt = 0
  #firstTokenAt: number | null = null
  #read = 0
  #written = 0

  start(): void {
    this.#startedAt = performance.now()
    this.#firstTokenAt = null
    this.#read = 0
    this.#written = 0
  }

  note({ ids }: RunReport): void {
    if (ids.length > 1) this.#read += ids.length
    else {
      this.#firstTokenAt ??= performance.now()
      this.#written += 1
    }
  }

  stop(): Omit<MeasuredTurn, 'promptTokens'> {
    const now = performance.now()
    const firstAt = this.#firstTokenAt ?? now
    return {
      readTokens: this.#read,
      firstTokenMs: firstAt - this.#startedAt,
      tokensPerSecond: (this.#written * 1000) / Math.max(1, now - firstAt),
    }
  }
}
