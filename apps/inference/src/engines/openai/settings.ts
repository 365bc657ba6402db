/** Which servers are asked, and how. */
import { z } from 'zod'

export const ReasoningServers = z.object({
  /** Their addresses, with or without `/v1` at the end. */
  urls: z.array(z.url()).min(1),
  /** As the servers name it; when left out, each server's first that sees pictures. */
  model: z.string().min(1).optional(),
  /** For all of them; `keys` goes before it. */
  apiKey: z.string().min(1).optional(),
  /** By address, for those that have one of their own: a key is told to its own server only. */
  keys: z.record(z.string(), z.string().min(1)).optional(),
  /** How long Ollama keeps the model in memory after a reading: `10m`, `-1` for ever, `0` not at all. */
  keepAlive: z.string().min(1).optional(),
  httpProxy: z.string().optional(),
  httpsProxy: z.string().optional(),
  /** Hosts that are reached without the proxy, separated by commas. */
  noProxy: z.string().optional(),
})
export type ReasoningServers = z.infer<typeof ReasoningServers>

/** Where a server's own routes and the common ones begin. */
export interface Address {
  /** As it is shown to people. */
  root: string
  /** `…/v1`. */
  api: string
}

/** What a server wants to be told with every request; nothing where it has no key. */
export function headersFor({ apiKey, keys }: ReasoningServers, url: string): Record<string, string> {
  const key = keys?.[url] ?? apiKey
  return key === undefined ? {} : { authorization: `Bearer ${key}` }
}

export function parseAddress(url: string): Address {
  const trimmed = url.replace(/\/+$/, '')
  const root = trimmed.replace(/\/v1$/, '')
  return { root, api: `${root}/v1` }
}
