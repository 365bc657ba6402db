/** An engine that does what the picture says. The child loads it when a test names this module. */
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { Engine, PerceptionOutput, Settled } from '../engines/engine.ts'
import type { EngineSetup } from '../host/protocol.ts'
import type { DecodedImage } from '../image/image.ts'
import { readBehaviour } from './pictures.ts'
import { playChat } from './scripted-chat.ts'

const MODEL: ModelRef = { id: 'scripted', revision: '1', dtype: 'none', device: 'cpu' }
const GATE_POLL_MS = 5
const GREED_BYTES = 64 * 1024 ** 2

export async function createEngine({ cacheDir, engine }: EngineSetup): Promise<Engine> {
  const faults = ['broken', `broken-${engine}`]
  if (faults.some((file) => existsSync(path.join(cacheDir, file))))
    throw new Error('The engine is broken on purpose.')
  if (existsSync(path.join(cacheDir, `full-${engine}`))) throw new Error('CUDA failure 2: out of memory')
  let calls = 0
  const held: Buffer[] = []

  async function act(image: DecodedImage, caption: string, signal: AbortSignal): Promise<PerceptionOutput> {
    const behaviour = readBehaviour(image.size.width)
    switch (behaviour) {
      case 'immense':
        throw outOfMemory()
      case 'bulky':
        if (!caption.endsWith('of 1')) throw outOfMemory()
        break
      case 'killed':
        process.kill(process.pid, 'SIGKILL')
        await new Promise(() => undefined)
        break
      case 'exit':
        process.exit(70)
        break
      case 'hang':
        writeFileSync(path.join(cacheDir, 'hanging'), '')
        for (;;) calls += 0
      case 'stuck':
        await new Promise(() => undefined)
        break
      case 'gate':
        while (!existsSync(path.join(cacheDir, 'gate'))) await delay(GATE_POLL_MS, undefined, { signal })
        break
      case 'refused':
        throw new AppError('undecodable-image', 'Refused on purpose.')
      case 'nonsense':
        return { ...describe(caption), kind: { kind: 'photo', score: 7, evidence: [] } }
      case 'greedy':
        held.push(Buffer.alloc(GREED_BYTES, 1))
        break
      case 'plain':
      case 'throws':
        break
    }
    return describe(caption)
  }

  return {
    device: 'cpu',
    models: [
      {
        model: MODEL,
        stages: ['perception', 'reasoning'],
        tasks: ['caption', 'phrase-grounding'],
        licence: 'MIT',
        sizeBytes: 0,
      },
    ],
    async perceive(pictures, signal) {
      const images = pictures.map(({ image }) => image)
      calls += 1
      if (images.length > 1 && images.some(({ size }) => readBehaviour(size.width) === 'throws'))
        throw new Error('The batch was thrown out on purpose.')
      const answers: Settled<PerceptionOutput>[] = []
      for (const image of images) {
        try {
          answers.push({ ok: true, value: await act(image, `call ${calls} of ${images.length}`, signal) })
        } catch (thrown) {
          answers.push({ ok: false, error: AppError.from(thrown) })
        }
      }
      return answers
    },
    async runTask(image, { task, input }, signal) {
      await act(image, task, signal)
      return {
        model: MODEL,
        result: { type: 'text', text: `${task} ${input.phrase ?? ''}`.trim() },
        warnings: [],
      }
    },
    async reason(image, { reasons }, signal) {
      await act(image, 'reading', signal)
      const reading = `Because of ${reasons.join()}.`
      return { model: MODEL, promptVersion: '1', reading, fields: [], tables: [], warnings: [] }
    },
    chat: (job, say, signal) => playChat({ job, model: MODEL, cacheDir, say, signal }),
    async dispose() {
      held.length = 0
    },
  }
}

const outOfMemory = () => new AppError('out-of-memory', 'The device is full, on purpose.')

function describe(caption: string): PerceptionOutput {
  return {
    captionKind: 'template',
    caption,
    detailedCaption: `${caption}, in process ${process.pid}`,
    detections: [],
    textRegions: [],
    kind: { kind: 'photo', score: 1, evidence: [] },
    colours: [],
    provenance: [{ task: 'caption', model: MODEL }],
    warnings: [],
  }
}
