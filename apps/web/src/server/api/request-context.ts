import { getServices } from '../services.ts'
import { ANYONE, type ApiContext } from './context.ts'

/** The context of a request from a browser or of a server component. */
export async function createRequestContext(): Promise<ApiContext> {
  return { services: await getServices(), person: ANYONE }
}
