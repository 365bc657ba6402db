/** A real HTTP server in front of a handler that speaks Request and Response, as Next's route handlers do. */
import http from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { onTestFinished } from 'vitest'
import { chunksOf, toResponseBody } from '../web-stream.ts'

/** Serves until the test ends; resolves with the address, without a slash at the end. */
export async function listen(handle: (request: Request) => Promise<Response>): Promise<string> {
  const server = http.createServer((incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch((error: unknown) =>
      outgoing.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}

async function answer(
  handle: (request: Request) => Promise<Response>,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const hasBody = incoming.method === 'POST' || incoming.method === 'PATCH'
  const init = {
    method: incoming.method ?? 'GET',
    headers: headersOf(incoming),
    signal: gone.signal,
    ...(hasBody ? { body: toResponseBody(async () => incoming), duplex: 'half' } : {}),
  }
  const response = await handle(new Request(`http://${incoming.headers.host}${incoming.url}`, init))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body) await pipeline(Readable.from(chunksOf(response.body)), outgoing)
  else outgoing.end()
}

function headersOf(incoming: http.IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  return headers
}
