/** From an engine's name to the engine: the one place that knows where engines live. Runs in the child only. */
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'
import type { Engine } from '../engines/engine.ts'
import { statesDirIn } from '../engines/gguf/states.ts'
import type { EngineSetup } from './protocol.ts'

/** What an outside engine module exports; its answers are parsed like any other's. */
const EngineModule = z.object({
  createEngine: z.custom<(setup: EngineSetup) => Promise<Engine>>((value) => typeof value === 'function'),
})

export async function loadEngine(setup: EngineSetup): Promise<Engine> {
  if (setup.engineModule) {
    const { createEngine } = EngineModule.parse(await import(setup.engineModule))
    return createEngine(setup)
  }
  switch (setup.engine) {
    case 'builtin': {
      const { createBuiltinEngine } = await import('../engines/builtin/index.ts')
      return createBuiltinEngine({ threads: setup.threads, cacheDir: setup.cacheDir })
    }
    case 'florence2': {
      const { device, threads, weights } = setup
      if (!weights) throw new AppError('no-engine', 'Florence-2 was to be loaded without its weights.')
      const { createFlorenceEngine } = await import('../engines/florence2/index.ts')
      return createFlorenceEngine({ weights, device, threads })
    }
    case 'qwen2-vl': {
      const { device, threads, weights } = setup
      if (!weights) throw new AppError('no-engine', 'Qwen-VL was to be loaded without its weights.')
      const { createQwen2VlEngine } = await import('../engines/qwen2-vl/index.ts')
      return createQwen2VlEngine({ weights, device, threads })
    }
    case 'gguf': {
      const { device, threads, weights } = setup
      if (!weights) throw new AppError('no-engine', 'llama.cpp was to be loaded without its weights.')
      const { createGgufEngine } = await import('../engines/gguf/index.ts')
      const statesDir = statesDirIn(setup.cacheDir)
      return createGgufEngine({ weights, device, threads, statesDir })
    }
    case 'openai': {
      if (!setup.servers) throw new AppError('no-engine', 'No server is named for deep readings.')
      const { createOpenaiEngine } = await import('../engines/openai/index.ts')
      return createOpenaiEngine({ servers: setup.servers })
    }
    default:
      throw new AppError('no-engine', `This build has no engine called ${setup.engine}.`)
  }
}
