/** A model hub in a test: its API and its files, which it sends for to another host, and all that can go wrong. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeRequest {
  /** `hub` answers the API and sends for large files to `storage`. */
  host: 'hub' | 'storage'
  method: string
  path: string
  authorization: string | undefined
  range: string | undefined
}

export interface FakeTrouble {
  /** Sends the whole file, whatever part was asked for. */
  ignoresRange?: boolean
  /** Breaks the connection after so many bytes of an answer, so many times. */
  drops?: { afterBytes: number; times: number }
  /** Sends nothing more after so many bytes of an answer, so many times. */
  stalls?: { afterBytes: number; times: number }
  /** Sends this file with its last byte changed. */
  corrupts?: string
  /** Answers this instead, so many times. */
  refuses?: { status: number; times: number; path?: RegExp; retryAfter?: string }
  /** Holds files back until `release` is called. */
  holds?: boolean
}

export interface FakeHub {
  url: string
  repository: string
  /** What the hub has; may be changed between two downloads. */
  files: Map<string, Buffer>
  /** The commit that is `main`; others are not known. */
  commit: string
  trouble: FakeTrouble
  requests: FakeRequest[]
  /** Bytes of files that were sent. */
  sentBytes: number
  /** Lets held answers go. */
  release(): void
  close(): Promise<void>
}

export async function startFakeHub(repository: string, files: Map<string, Buffer>): Promise<FakeHub> {
  const storage = createServer((request, response) => answerStorage(hub, request, response))
  const storageUrl = await listen(storage)
  const server = createServer((request, response) => answerHub(hub, storageUrl, { request, response }))
  let letGo: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const hub: FakeHub & { released: Promise<void> } = {
    url: await listen(server),
    repository,
    files,
    commit: '0123456789abcdef0123456789abcdef01234567',
    trouble: {},
    requests: [],
    sentBytes: 0,
    released,
    release: () => letGo(),
    close: async () => {
      letGo()
      await Promise.all([close(server), close(storage)])
    },
  }
  return hub
}

type Inner = FakeHub & { released: Promise<void> }

function answerHub(hub: Inner, storageUrl: string, exchange: Exchange): void {
  const { request, response } = exchange
  note(hub, 'hub', request)
  if (refuse(hub, exchange)) return
  const path = new URL(request.url ?? '/', hub.url).pathname.slice(1)
  const api = `api/models/${hub.repository}`
  if (path === `${api}/revision/main` || path === `${api}/revision/${hub.commit}`)
    sendJson(response, { sha: hub.commit })
  else if (path === `${api}/tree/${hub.commit}`) sendJson(response, [...hub.files].map(describeFile))
  else answerFile(hub, storageUrl, { ...exchange, path })
}

/** Small files come from the hub itself, large ones from where it sends for them. */
function answerFile(hub: Inner, storageUrl: string, asked: Exchange & { path: string }): void {
  const { request, response, path } = asked
  const resolve = `${hub.repository}/resolve/${hub.commit}/`
  const bytes = path.startsWith(resolve) ? hub.files.get(path.slice(resolve.length)) : undefined
  if (!bytes) {
    response.writeHead(404).end('{"error":"Repository not found"}')
    return
  }
  const name = path.slice(resolve.length)
  if (name.endsWith('.onnx')) {
    response.writeHead(302, { location: `${storageUrl}/${name}?signed=1` }).end()
    return
  }
  void sendFile(hub, { request, response, name, bytes })
}

function answerStorage(hub: Inner, request: IncomingMessage, response: ServerResponse): void {
  note(hub, 'storage', request)
  if (refuse(hub, { request, response })) return
  const name = new URL(request.url ?? '/', hub.url).pathname.slice(1)
  const bytes = hub.files.get(name)
  if (bytes) void sendFile(hub, { request, response, name, bytes })
  else response.writeHead(404).end()
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

async function sendFile(hub: Inner, sending: Exchange & { name: string; bytes: Buffer }): Promise<void> {
  const { request, response, name, bytes } = sending
  const { trouble } = hub
  if (trouble.holds) await hub.released
  const etag = `"${sha256(bytes)}"`
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  const isSame = (request.headers['if-range'] ?? etag) === etag
  const from = range && isSame && !trouble.ignoresRange ? Number(range[1]) : 0
  const body = Buffer.from(bytes.subarray(from))
  if (trouble.corrupts === name) body[body.length - 1] = (body.at(-1) ?? 0) ^ 1
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'content-length': body.byteLength,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.byteLength - 1}/${bytes.byteLength}` } : {}),
  })
  const cut = trouble.drops ?? trouble.stalls
  if (!cut || cut.times <= 0 || body.byteLength <= cut.afterBytes) {
    hub.sentBytes += body.byteLength
    response.end(body)
    return
  }
  cut.times -= 1
  hub.sentBytes += cut.afterBytes
  response.write(body.subarray(0, cut.afterBytes), () => {
    if (trouble.drops) response.socket?.destroySoon()
  })
}

function refuse(hub: FakeHub, { request, response }: Exchange): boolean {
  const { refuses } = hub.trouble
  if (!refuses || refuses.times <= 0 || !(refuses.path ?? /./).test(request.url ?? '')) return false
  refuses.times -= 1
  const retryAfter = refuses.retryAfter ? { 'retry-after': refuses.retryAfter } : {}
  response.writeHead(refuses.status, retryAfter).end('{"error":"no"}')
  return true
}

function describeFile([path, bytes]: [string, Buffer]) {
  const size = bytes.byteLength
  const lfs = path.endsWith('.onnx') ? { lfs: { oid: sha256(bytes), size, pointerSize: 134 } } : {}
  return { type: 'file', oid: sha256(bytes).slice(0, 40), size, path, ...lfs }
}

function note(hub: FakeHub, host: FakeRequest['host'], request: IncomingMessage): void {
  const { authorization, range } = request.headers
  hub.requests.push({ host, method: request.method ?? '', path: request.url ?? '', authorization, range })
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** On a free port of this machine, or on that one. */
export function listen(server: Server, port = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${portOf(server.address())}`))
  })
}

export function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

function portOf(address: AddressInfo | string | null): number {
  if (address && typeof address === 'object') return address.port
  throw new Error('the server listens on no port')
}
