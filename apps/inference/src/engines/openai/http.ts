/** How servers are spoken to: through the proxy where there is one, but never to this machine or network. */
import { BlockList, isIP } from 'node:net'
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch } from 'undici'
import type { ReasoningServers } from './settings.ts'

/** As much of a response as is looked at. */
export interface HttpReply {
  status: number
  headers: { get(name: string): string | null }
  body: AsyncIterable<Uint8Array> | null
  text(): Promise<string>
}

export interface HttpRequest {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
  signal: AbortSignal
}

export interface Http {
  fetch(url: string, request: HttpRequest): Promise<HttpReply>
  /** Breaks off what is under way. */
  close(): Promise<void>
}

/** A server that is off is noticed soon; one that thinks is waited for by whoever asks, not by the connection. */
const CONNECT_MS = 5_000
const PATIENT = { connect: { timeout: CONNECT_MS }, headersTimeout: 0, bodyTimeout: 0 }

export function createHttp(proxy: Pick<ReasoningServers, 'httpProxy' | 'httpsProxy' | 'noProxy'>): Http {
  const near = new Agent(PATIENT)
  const far = createFar(proxy)
  const dispatcherOf = (url: string): Dispatcher => (far && !isNear(new URL(url).hostname) ? far : near)
  return {
    // A redirect would take the picture to a host that nobody has named.
    fetch: (url, request) => fetch(url, { ...request, redirect: 'manual', dispatcher: dispatcherOf(url) }),
    close: async () => void (await Promise.all([near.destroy(), far?.destroy()])),
  }
}

/** Empty strings keep undici from looking at the environment itself: that is env.ts's alone. */
function createFar(proxy: Parameters<typeof createHttp>[0]): Dispatcher | null {
  const { httpProxy = '', httpsProxy = '', noProxy = '' } = proxy
  if (!httpProxy && !httpsProxy) return null
  return new EnvHttpProxyAgent({ ...PATIENT, httpProxy, httpsProxy, noProxy })
}

/** Loopback, private, link-local and carrier-grade addresses (RFC 1918, 3927, 4193, 4291, 6598). */
const NEAR = new BlockList()
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  NEAR.addSubnet(net, bits, 'ipv4')
NEAR.addAddress('::1', 'ipv6')
NEAR.addSubnet('fc00::', 7, 'ipv6')
NEAR.addSubnet('fe80::', 10, 'ipv6')

/** Whether a host is this machine or one of its network, which no proxy outside could reach: by its name, none is asked. */
export function isNear(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const family = isIP(host)
  if (family !== 0) return NEAR.check(host, family === 4 ? 'ipv4' : 'ipv6')
  return !host.includes('.') || /\.(?:localhost|local|lan|internal|home\.arpa)$/.test(host)
}
