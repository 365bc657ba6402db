/** A model store over a folder and a fake hub. */
import path from 'node:path'
import type { DtypeMap } from '@vitrine/contracts'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type FakeHub, startFakeHub } from '../../testing/fake-hub.ts'
import { createHubFetch, type ProxySettings } from '../hub-fetch.ts'
import { LocalModelStore, type ModelStoreOptions } from '../local-store.ts'
import { SMALL, smallRepository } from './weights.ts'

export const FP32: DtypeMap = { vision_encoder: 'fp32', decoder_model_merged: 'fp32' }
export const Q8: DtypeMap = { vision_encoder: 'q8', decoder_model_merged: 'q8' }

export interface StoreSetup extends Partial<ModelStoreOptions> {
  modelsDir: string
  hubUrl?: string
  token?: string
  proxy?: ProxySettings
  /** What the device wants; may be changed while the store lives. */
  device?: { dtypes: DtypeMap }
}

/** Not started; stopped when the test has finished. Waits between tries are short. */
export function makeStore(setup: StoreSetup): { store: LocalModelStore; warnings: string[] } {
  const { hubUrl = 'http://127.0.0.1:9', token, proxy = {}, device = { dtypes: FP32 }, ...options } = setup
  const warnings: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line) => warnings.push(line) })
  const store = new LocalModelStore({
    wantedDtypes: () => device.dtypes,
    hub: { url: hubUrl, token },
    connection: createHubFetch(proxy),
    logger,
    now: () => performance.now(),
    manifests: [SMALL],
    ...options,
    rules: { firstDelayMs: 1, maxDelayMs: 5, tries: 4, stallMs: 20_000, marginBytes: 0, ...options.rules },
  })
  onTestFinished(() => store.stop())
  return { store, warnings }
}

/** A hub that goes when the test has finished. */
export async function makeHub(files = smallRepository()): Promise<FakeHub> {
  const hub = await startFakeHub(SMALL.repository, files)
  onTestFinished(() => hub.close())
  return hub
}

/** The folder in which the small weights lie when they were downloaded. */
export const placeOf = (modelsDir: string) => path.join(modelsDir, SMALL.repository)
