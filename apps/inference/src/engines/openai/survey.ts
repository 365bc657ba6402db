/** A server as people see it: what it is, which models it has, and what is wrong with it. */
import { AppError, type ReasoningServer } from '@vitrine/contracts'
import { z } from 'zod'
import { describeServer, type ServerQuestion, tryGet } from './describe-server.ts'

const Listed = z.object({ data: z.array(z.object({ id: z.string().min(1) })) })
/** Ollama, docs/api.md, "List running models". */
const Running = z.object({
  models: z.array(z.object({ name: z.string(), size_vram: z.int().nonnegative().optional() })),
})

/** Never throws: what goes wrong is what is told. */
export async function surveyServer(question: ServerQuestion): Promise<ReasoningServer> {
  const url = question.address.root
  const ids = await listIds(question)
  try {
    const { kind, model } = await describeServer(question)
    const running = kind === 'ollama' ? await tryGet(question, `${url}/api/ps`, Running) : null
    return {
      url,
      kind,
      problem: null,
      models: ids.map((id) => {
        const loaded = running?.models.find(({ name }) => name === id)
        return {
          id,
          isInUse: id === model.id,
          isLoaded: running ? loaded !== undefined : null,
          memoryBytes: loaded?.size_vram ?? null,
        }
      }),
    }
  } catch (thrown) {
    const { message, suggestion } = AppError.from(thrown)
    const models = ids.map((id) => ({ id, isInUse: false, isLoaded: null, memoryBytes: null }))
    return { url, kind: null, models, problem: [message, suggestion ?? ''].join(' ').trim() }
  }
}

/** None when it does not answer: the reason is told by whoever describes it. */
async function listIds(question: ServerQuestion): Promise<string[]> {
  try {
    const listed = await tryGet(question, `${question.address.api}/models`, Listed)
    return listed?.data.map(({ id }) => id) ?? []
  } catch {
    return []
  }
}
