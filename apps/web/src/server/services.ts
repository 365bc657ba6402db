/** The composition root: everything with an effect is built here, once for each process. */
import type { ApiServices } from './api/context.ts'

export type Services = ApiServices

const KEY = Symbol.for('vitrine.services')

/**
 * The services of this process. Next compiles instrumentation and routes as separate bundles, so a module
 * variable would exist more than once; globalThis is what they share.
 */
export function getServices(): Promise<Services> {
  const held: unknown = Reflect.get(globalThis, KEY)
  if (held instanceof Promise) return held
  throw new Error('The services are not built yet.')
}
