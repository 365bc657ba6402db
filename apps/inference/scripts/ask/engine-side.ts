/** Our engine, one conversation turn by turn: going on from what it knows, or as if every turn were the first. */
import type { ChatMessage, ChatPart, PictureKey } from '@vitrine/contracts'
import type { ChatPicture } from '../../src/engines/engine.ts'
import type { RunReport } from '../../src/engines/qwen2-vl/generation/language-model.ts'
import { createQwen2VlEngine } from '../../src/engines/qwen2-vl/index.ts'
import { decodeImage } from '../../src/image/decode.ts'
import { dtypesIn, type Measured, type MeasuredTurn, type Measuring } from './measured.ts'

const MAX_PIXELS = 1e8
const MOST_TURNS = 5
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
    onRun: (run) => clock.note(run),
  })
  const { chat } = engine
  if (!chat) throw new Error('The engine does not chat.')
  const loadMs = performance.now() - startedAt
  const album = openAlbum(given.pictures)
  const ask = async (
    messages: readonly ChatMessage[],
    conversation: string,
  ): Promise<[string, MeasuredTurn]> => {
    let text = ''
    clock.start()
    const job = { messages, pictures: album, maxTokens: tokens, maxPixels, temperature: 0 }
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
  const said: string[] = []
  const turns: MeasuredTurn[] = []
  for (const [at, question] of questions.entries()) {
    // Under a name of its own in every turn a picture is looked at anew.
    const shown = given.pictures.map((_bytes, number) => nameOf(number, isKept ? 0 : at))
    const [text, turn] = await ask(messagesOf(questions.slice(0, at), said, { question, shown }), 'measured')
    turns.push(turn)
    // A kept conversation knows the tokens of its answer by their text.
    said.push(isKept ? text : (standIn ?? text))
  }
  await engine.dispose()
  return { loadMs, turns }
}

const nameOf = (picture: number, turn: number): PictureKey => `picture-${picture}-${turn}`

/** Every picture under the name of every turn. */
function openAlbum(pictures: readonly Buffer[]): Map<PictureKey, ChatPicture> {
  const album = new Map<PictureKey, ChatPicture>()
  for (const [number, bytes] of pictures.entries())
    for (let turn = 0; turn < MOST_TURNS; turn += 1)
      album.set(nameOf(number, turn), { bytes, decode: () => decodeImage(bytes, { maxPixels: MAX_PIXELS }) })
  return album
}

function messagesOf(
  asked: readonly string[],
  said: readonly string[],
  { question, shown }: { question: string; shown: readonly PictureKey[] },
): ChatMessage[] {
  const pictures = shown.map((picture): ChatPart => ({ type: 'image', picture }))
  const ask = (text: string, at: number): ChatMessage => ({
    role: 'user',
    parts: [...(at === 0 ? pictures : []), { type: 'text', text }],
  })
  const before = asked.flatMap((text, at): ChatMessage[] => [
    ask(text, at),
    { role: 'assistant', parts: [{ type: 'text', text: said[at] ?? '' }] },
  ])
  return [...before, ask(question, asked.length)]
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
