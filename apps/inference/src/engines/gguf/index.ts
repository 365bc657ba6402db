/** Qwen-VL by llama.cpp: conversations about pictures and deep readings, with larger models than onnxruntime runs. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { Engine } from '../engine.ts'
import { createReasoning } from '../reasoning/ask-by-chat.ts'
import { chat, findMarks, type GgufContext } from './chat.ts'
import { ggufManifest } from './manifest.ts'
import { openModel } from './open-model.ts'
import type { GgufEngineOptions } from './options.ts'
import { SizedPictures } from './pictures.ts'
import { States } from './states.ts'

/** Large enough for long receipts; what is looked at is bounded by its pixels. */
const DECODE_SIDE = 4096
/** Some 35 000 tokens of the 7B model: a handful of conversations, on disk. */
const STATES_BYTES = 2e9

/** Opens the model; throws AppError `no-engine` with the reason when the library, a file or the device is not there. */
export async function createGgufEngine(options: GgufEngineOptions): Promise<Engine> {
  const { weights, device } = options
  const { model: llama, contextTokens } = await openModel(options)
  const model: ModelRef = {
    id: weights.repository,
    revision: weights.revision,
    dtype: weights.dtypes.model ?? 'q4-k-m',
    device,
  }
  const context: GgufContext = {
    llama,
    model,
    contextTokens,
    marks: await findMarks(llama),
    pictures: new SizedPictures(),
    states: new States({ dir: options.statesDir, mostBytes: STATES_BYTES }),
  }
  const answer: NonNullable<Engine['chat']> = (job, say, signal) => chat(context, job, { say, signal })
  const { stages, tasks } = ggufManifest
  const { licence, sizeBytes } = weights
  return {
    device,
    decodeSide: DECODE_SIDE,
    models: [{ model, stages: [...stages], tasks: [...tasks], licence, sizeBytes }],
    perceive: () => Promise.reject(onlyReasons()),
    runTask: () => Promise.reject(onlyReasons()),
    reason: createReasoning(answer),
    chat: answer,
    async dispose() {
      llama.parallel.disable()
      await llama.release()
      context.states.dispose()
    },
  }
}

const onlyReasons = () =>
  new AppError('task-unsupported', 'Qwen-VL answers questions; it does not do the tasks of the first stage.')
