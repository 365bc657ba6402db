/** A server that speaks the OpenAI way and knows one receipt by heart: what a vision model would stream. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export const FAKE_MODEL = 'fake-vl'

/** What it says of every picture. */
export const ANSWER = {
  reading:
    'A till receipt from the Corner Market, for bread, olives and other groceries. The total is 21.05 euros, paid by card. The customer is thanked at the foot of the slip.',
  fields: [
    { name: 'merchant', value: 'Corner Market', unit: null },
    { name: 'invoice-number', value: 'INV-7', unit: null },
    { name: 'date', value: '2026-05-03', unit: null },
    { name: 'total', value: '21.05', unit: 'EUR' },
    { name: 'tax', value: '3.36', unit: 'EUR' },
  ],
  tables: [
    {
      title: 'Items',
      columns: ['Item', 'Article number', 'Quantity', 'Unit price', 'Price'],
      rows: [
        ['Sourdough bread, sliced', 'CM-4711', '1', '3.20', '3.20'],
        ['Kalamata olives in brine, 300 g', 'CM-0815', '2', '4.90', '9.80'],
        ['=Organic oat milk', 'CM-1120', '3', '2.10', '6.30'],
        ['Deposit, returned', '', '1', '-0.25', '-0.25'],
        ['Paper bag', 'CM-0001', '4', '0.50', '2.00'],
      ],
    },
  ],
}

/** A running server; `asked` counts the readings that were asked of it. */
export class VisionServer {
  asked = 0
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  private constructor() {}

  static async start(): Promise<VisionServer> {
    const vision = new VisionServer()
    vision.#server.listen(0, '127.0.0.1')
    await once(vision.#server, 'listening')
    return vision
  }

  get url(): string {
    const address = this.#server.address()
    if (!address || typeof address === 'string') throw new Error('the vision server does not listen')
    return `http://127.0.0.1:${address.port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume()
    await once(request, 'end')
    if (request.url === '/v1/models') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ object: 'list', data: [{ id: FAKE_MODEL, object: 'model' }] }))
    } else if (request.url === '/v1/chat/completions') {
      this.asked += 1
      stream(response, JSON.stringify(ANSWER))
    } else {
      response.statusCode = 404
      response.end('{}')
    }
  }
}

/** In pieces that end in the middle of words, as models write. */
function stream(response: ServerResponse, text: string): void {
  response.setHeader('content-type', 'text/event-stream')
  const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  for (const content of text.match(/.{1,40}/gsu) ?? [])
    send({ model: FAKE_MODEL, choices: [{ index: 0, delta: { content }, finish_reason: null }] })
  send({ model: FAKE_MODEL, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
  response.end('data: [DONE]\n\n')
}
