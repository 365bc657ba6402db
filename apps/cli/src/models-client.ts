/** The models part of Vitrine's public face. */
import { ModelsReport, Weights, type WeightsKey } from '@vitrine/contracts'
import type { z } from 'zod'

export interface ModelsClient {
  report(): Promise<ModelsReport>
  /** Begins a download, or goes on with one; does not wait for its end. */
  pull(key: WeightsKey): Promise<Weights>
  cancel(key: WeightsKey): Promise<Weights>
  remove(key: WeightsKey): Promise<Weights>
  use(key: WeightsKey): Promise<Weights>
}

/** @param ask Sends a request below `/api/v1` and parses its answer. */
export function createModelsClient(
  ask: <T>(path: string, schema: z.ZodType<T>, init?: RequestInit) => Promise<T>,
): ModelsClient {
  const post = (key: WeightsKey, verb: string) => ask(`/models/${key}/${verb}`, Weights, { method: 'POST' })
  return {
    report: () => ask('/models', ModelsReport),
    pull: (key) => post(key, 'pull'),
    cancel: (key) => post(key, 'cancel'),
    remove: (key) => ask(`/models/${key}`, Weights, { method: 'DELETE' }),
    use: (key) => post(key, 'use'),
  }
}
