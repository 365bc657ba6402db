/** A server that speaks the OpenAI way and knows one receipt by heart: what a vision model would stream. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'

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

const Request = z.object({
  messages: z.array(
    z.object({
      role: z.string(),
      content: z.string().or(z.array(z.object({ type: z.string(), text: z.string().optional() }))),
    }),
  ),
  response_format: z.unknown().optional(),
})

/** A running server; `asked` counts the questions that were asked of it. */
export class VisionServer {
  asked = 0
  /** What stood in the last question that was no reading, and how many pictures came with the whole conversation. */
  readonly questions: { text: string; pictures: number }[] = []
  /** What it answers to a question that is no reading; a word of it comes each `pieceMs`. */
  answers: (question: string) => string = () => ANSWER.reading
  pieceMs = 0
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
    const body: Buffer[] = []
    for await (const part of request) body.push(part)
    if (request.url === '/v1/models') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ object: 'list', data: [{ id: FAKE_MODEL, object: 'model' }] }))
    } else if (request.url === '/v1/chat/completions') {
      this.asked += 1
      await this.#reply(Request.parse(JSON.parse(Buffer.concat(body).toString('utf8'))), response)
    } else {
      response.statusCode = 404
      response.end('{}')
    }
  }

  async #reply(request: z.infer<typeof Request>, response: ServerResponse): Promise<void> {
    if (request.response_format !== undefined) return stream(response, JSON.stringify(ANSWER), 0)
    const text = textOf(request.messages.at(-1)?.content ?? '')
    const pictures = request.messages.reduce((sum, { content }) => sum + picturesIn(content), 0)
    this.questions.push({ text, pictures })
    await stream(response, this.answers(text), this.pieceMs)
  }
}

type Content = z.infer<typeof Request>['messages'][number]['content']

const textOf = (content: Content) =>
  typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n')
const picturesIn = (content: Content) =>
  typeof content === 'string' ? 0 : content.filter(({ type }) => type === 'image_url').length

/** In pieces that end in the middle of words, as models write. */
async function stream(response: ServerResponse, text: string, pieceMs: number): Promise<void> {
  response.setHeader('content-type', 'text/event-stream')
  const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  for (const content of text.match(pieceMs > 0 ? /\s*\S+/gu : /.{1,40}/gsu) ?? []) {
    if (response.destroyed) return
    send({ model: FAKE_MODEL, choices: [{ index: 0, delta: { content }, finish_reason: null }] })
    if (pieceMs > 0) await setTimeout(pieceMs)
  }
  send({ model: FAKE_MODEL, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
  response.end('data: [DONE]\n\n')
}
