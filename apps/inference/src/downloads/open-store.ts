/** The model store as the environment wants it. */
import path from 'node:path'
import type { Logger } from 'pino'
import type { Env } from '../env.ts'
import { createHubFetch } from './hub-fetch.ts'
import { LocalModelStore } from './local-store.ts'
import type { ModelStore, WantedDtypes } from './model-store.ts'

export interface OpenStoreDeps {
  wantedDtypes: WantedDtypes
  logger: Logger
  /** Milliseconds, monotonic. */
  now: () => number
}

/** Nothing is read, watched or fetched before `start()`. */
export function openModelStore(env: Env, deps: OpenStoreDeps): ModelStore {
  const { HF_ENDPOINT, HF_TOKEN, HTTP_PROXY, HTTPS_PROXY, NO_PROXY, VITRINE_MODELS_DIR } = env
  return new LocalModelStore({
    ...deps,
    modelsDir: path.resolve(env.VITRINE_DATA_DIR, 'models'),
    offlineDir: VITRINE_MODELS_DIR ? path.resolve(VITRINE_MODELS_DIR) : undefined,
    hub: { url: HF_ENDPOINT, token: HF_TOKEN },
    connection: createHubFetch({ httpProxy: HTTP_PROXY, httpsProxy: HTTPS_PROXY, noProxy: NO_PROXY }),
  })
}
