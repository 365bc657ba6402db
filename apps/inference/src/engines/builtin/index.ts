/** The engine that is always there: small models that ship with the product, on the processor. */
import { setImmediate } from 'node:timers/promises'
import { AppError } from '@vitrine/contracts'
import type { Engine, PerceptionOutput, Settled } from '../engine.ts'
import { defaultCacheDir } from './centernet-cache.ts'
import { closeModels, openModels } from './models.ts'
import { perceivePicture } from './perceive.ts'
import { runBuiltinTask } from './tasks.ts'

export interface BuiltinEngineOptions {
  /** Threads that one operator may use. */
  threads: number
  /** Where converted models are kept; a folder in the user's cache when left out. */
  cacheDir?: string
  /** Where the committed models lie; found by itself when left out. */
  modelsDir?: string
  /** Where CenterNet's TensorFlow.js files lie; in their npm package when left out. */
  centernetDir?: string
}

/** Opens all models; throws AppError `no-engine` when the installation lacks them. */
export async function createBuiltinEngine(options: BuiltinEngineOptions): Promise<Engine> {
  const models = await openModels({
    threads: options.threads,
    cacheDir: options.cacheDir ?? defaultCacheDir(),
    modelsDir: options.modelsDir,
    centernetDir: options.centernetDir,
  })
  return {
    device: 'cpu',
    models: models.rows,
    async perceive(pictures, signal) {
      const answers: Settled<PerceptionOutput>[] = []
      for (const { image } of pictures) {
        answers.push(await settle(() => perceivePicture(models, image, signal), signal))
        // Messages from the parent, such as a cancellation, are read between two pictures.
        await setImmediate()
      }
      return answers
    },
    runTask: (image, request, signal) => runBuiltinTask(models, image, request, signal),
    dispose: () => closeModels(models),
  }
}

/** A picture that fails must not take its batch along. */
async function settle<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Settled<T>> {
  try {
    signal.throwIfAborted()
    return { ok: true, value: await work() }
  } catch (thrown) {
    if (signal.aborted)
      return { ok: false, error: new AppError('cancelled', 'The request was cancelled.', { cause: thrown }) }
    const error = AppError.from(thrown)
    // The cause does not cross the process: the log is the only place that has it.
    if (error.code === 'internal') console.error(thrown)
    return { ok: false, error }
  }
}
