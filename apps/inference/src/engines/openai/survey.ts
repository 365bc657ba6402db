/** A server as people see it: what it is, which models it has, and what is wrong with it. */
import { AppError, type ReasoningServer } from '@vitrine/contracts'
import type { ServerQuestion } from './ask-server.ts'
import { chooseModel, isKnownToSee } from './choose-model.ts'
import { noModel } from './describe-server.ts'
import { inspectServer } from './inspect-server.ts'

/** Never throws: what goes wrong is what is told. */
export async function surveyServer(question: ServerQuestion): Promise<ReasoningServer> {
  const hasApiKey = 'authorization' in question.headers
  const server = { url: question.address.root, hasApiKey }
  try {
    const facts = await inspectServer(question)
    const chosen = chooseModel(facts.models, question.wanted)
    return {
      ...server,
      kind: facts.kind,
      problem: chosen === null ? sayProblem(noModel(question, facts)) : null,
      models: facts.models.map((model) => ({
        id: model.id,
        isInUse: model.id === chosen,
        takesPictures: model.takesPictures ?? (isKnownToSee(model) || null),
        isLoaded: model.isLoaded,
        memoryBytes: model.memoryBytes,
        contextTokens: model.contextTokens,
      })),
    }
  } catch (thrown) {
    return { ...server, kind: null, models: [], problem: sayProblem(AppError.from(thrown)) }
  }
}

const sayProblem = ({ message, suggestion = '' }: AppError) => `${message} ${suggestion}`.trim()
