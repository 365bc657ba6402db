/** A chat that does what its last message says, step by step. */
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { ChatJob, ChatOutput, EngineChatEvent } from '../engines/engine.ts'

/**
 * The last message's last text is a list of steps, separated by semicolons. A step that is none of these is said.
 * `gate`: waits until the file `gate` is in the cache folder. `write`: says `x` for as long as it is let.
 */
const STEPS = ['echo', 'gate', 'write', 'die', 'die-once', 'stuck', 'throw', 'refuse', 'fill'] as const
type Step = (typeof STEPS)[number]

const GATE_POLL_MS = 5

export interface ChatScript {
  job: ChatJob
  model: ModelRef
  cacheDir: string
  say(event: EngineChatEvent): void
  signal: AbortSignal
}

/** Leaves `chats` in the cache folder with a line for each chat that began, and `ended` for each that was aborted. */
export async function playChat(script: ChatScript): Promise<ChatOutput> {
  const { job, model, say, signal, cacheDir } = script
  writeFileSync(path.join(cacheDir, 'chats'), `${process.pid}\n`, { flag: 'a' })
  signal.addEventListener('abort', () => writeFileSync(path.join(cacheDir, 'aborted'), ''), { once: true })
  const steps = readSteps(job)
  if (steps[0] === 'refuse') throw new AppError('bad-request', 'Refused on purpose.')
  say({ type: 'started', model })
  say({ type: 'reading', doneTokens: 3, totalTokens: 3 })
  for (const step of steps) {
    if (signal.aborted) throw new AppError('cancelled', 'The chat was stopped.')
    const known = STEPS.find((one) => one === step)
    if (known) await play(known, script)
    else say({ type: 'text', text: step })
  }
  return {
    model,
    finish: 'stop',
    usage: {
      promptTokens: 3,
      cachedTokens: 0,
      imageTokens: job.pictures.size,
      completionTokens: steps.length,
      firstTokenMs: 1,
      totalMs: 2,
      tokensPerSecond: null,
    },
    warnings: [],
  }
}

function readSteps({ messages }: ChatJob): string[] {
  const texts = messages.at(-1)?.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])) ?? []
  return (texts.at(-1) ?? '').split(';')
}

async function play(step: Step, { job, cacheDir, say, signal }: ChatScript): Promise<void> {
  switch (step) {
    case 'echo': {
      const sizes: string[] = []
      for (const [key, picture] of job.pictures) {
        const { size } = await picture.decode()
        sizes.push(`${key} ${size.width}×${size.height}`)
      }
      return say({ type: 'text', text: `${job.messages.length} messages, ${sizes.join(', ')}` })
    }
    case 'gate':
      while (!existsSync(path.join(cacheDir, 'gate'))) await delay(GATE_POLL_MS, undefined, { signal })
      return
    case 'write':
      for (;;) {
        say({ type: 'text', text: 'x' })
        await delay(1, undefined, { signal })
      }
    case 'die-once':
      if (existsSync(path.join(cacheDir, 'died'))) return
      writeFileSync(path.join(cacheDir, 'died'), '')
      return process.exit(70)
    case 'die':
      // What was said is on its way: the parent is to have heard it.
      await delay(50)
      return process.exit(70)
    case 'stuck':
      return new Promise(() => undefined)
    case 'throw':
      throw new Error('Thrown on purpose.')
    case 'refuse':
      throw new AppError('bad-request', 'Refused on purpose.')
    case 'fill':
      throw new AppError('out-of-memory', 'The device is full, on purpose.')
  }
}
