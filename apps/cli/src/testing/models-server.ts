/** A Vitrine whose downloads go as told: each look at the models finds them a step further. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { AppError, ModelsReport, Weights, WireError } from '@vitrine/contracts'
import { modelsReportExample, weightsExample } from '@vitrine/contracts/fixtures'
import { z } from 'zod'

export interface ModelsServer {
  url: string
  /** `METHOD /path` of every request, in order. */
  requests: string[]
  /** What the first weights are like from one look to the next, or how a look fails; the last one stays. */
  steps: (Partial<Weights> | AppError)[]
  close(): Promise<void>
}

export async function startModelsServer(): Promise<ModelsServer> {
  const requests: string[] = []
  const steps: ModelsServer['steps'] = []
  const now = () => Weights.parse({ ...weightsExample, ...steps[0] })

  function look(): { status: number; body: unknown } {
    const [step] = steps
    const [, ...others] = modelsReportExample.weights
    const answer =
      step instanceof AppError
        ? { status: step.status, body: WireError.parse(step.toWire()) }
        : {
            status: 200,
            body: ModelsReport.parse({ ...modelsReportExample, weights: [now(), ...others] }),
          }
    if (steps.length > 1) steps.shift()
    return answer
  }

  const server = createServer((request, response) => {
    const asked = `${request.method} ${request.url}`
    requests.push(asked)
    const { status, body } = asked === 'GET /api/v1/models' ? look() : { status: 200, body: now() }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    steps,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
