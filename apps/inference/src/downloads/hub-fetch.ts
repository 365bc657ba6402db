/** How the hub is spoken to: by undici's fetch, since Node 20's own one passes proxies by. */
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch } from 'undici'

/** As much of a response as the downloads look at. */
export interface HubResponse {
  status: number
  headers: { get(name: string): string | null }
  body: AsyncIterable<Uint8Array> | null
  text(): Promise<string>
}

export type HubFetch = (
  url: string,
  init: { headers: { [name: string]: string }; signal: AbortSignal },
) => Promise<HubResponse>

export interface ProxySettings {
  httpProxy?: string | undefined
  httpsProxy?: string | undefined
  /** Hosts that are reached without a proxy, separated by commas. */
  noProxy?: string | undefined
}

/** A fetch that follows no redirect by itself: whoever follows one decides what the other host is told. */
export function createHubFetch(proxy: ProxySettings): { fetch: HubFetch; close(): Promise<void> } {
  const dispatcher = createDispatcher(proxy)
  return {
    fetch: (url, init) => fetch(url, { ...init, redirect: 'manual', dispatcher }),
    // Not `close`, which waits for what is under way.
    close: () => dispatcher.destroy(),
  }
}

/** Empty strings keep undici from looking at the environment itself: that is env.ts's alone. */
function createDispatcher({ httpProxy = '', httpsProxy = '', noProxy = '' }: ProxySettings): Dispatcher {
  if (!httpProxy && !httpsProxy) return new Agent()
  return new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy })
}

/** Lets go of a body that nobody reads. */
export async function discard(response: HubResponse): Promise<void> {
  await response.body?.[Symbol.asyncIterator]().return?.()
}
