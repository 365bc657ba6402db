/** A forward proxy in a test: plain requests and CONNECT tunnels, each noted. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { close, listen } from './fake-hub.ts'

export interface FakeProxy {
  url: string
  /** What went through: `GET http://…`, or `CONNECT host:port`. */
  seen: string[]
  close(): Promise<void>
}

/** `to`: where every tunnel leads, whatever was asked for; `host:port`. */
export async function startFakeProxy(to?: string): Promise<FakeProxy> {
  const seen: string[] = []
  const sockets = new Set<Duplex>()
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    forward(request, response)
  })
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    seen.push(`CONNECT ${request.url}`)
    sockets.add(client).add(tunnel(to ?? request.url ?? '', client))
  })
  const url = await listen(server)
  return {
    url,
    seen,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await close(server)
    },
  }
}

function forward(request: IncomingMessage, response: ServerResponse): void {
  const onward = send(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.writeHead(502).end())
  request.pipe(onward)
}

function tunnel(target: string, client: Duplex): Socket {
  const { hostname, port } = new URL(`http://${target}`)
  const server = connect(Number(port || 80), hostname, () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    server.pipe(client)
    client.pipe(server)
  })
  // Either end may go first, also by force.
  server.on('error', () => client.destroy())
  client.on('error', () => server.destroy())
  return server
}
