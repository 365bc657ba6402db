/** What `GET /api/health` answers. */
import { AppError } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'

export interface HealthSources {
  db: { jobs: Pick<Db['jobs'], 'status'> }
  pipeline: { problem(): string | null }
  /** What keeps new images from being stored, or null. */
  storageProblem(): Promise<string | null>
  version: string
  logError(error: unknown, where: string): void
}

/**
 * 200 while the gallery can be looked at, with what a person should know in `problem`: it works without its sidecar,
 * and on a full disk. 503 when the database does not answer.
 */
export async function answerHealth(sources: HealthSources): Promise<Response> {
  const { db, pipeline, version } = sources
  const headers = { 'cache-control': 'no-store' }
  try {
    const [{ paused }, storageProblem] = await Promise.all([db.jobs.status(), sources.storageProblem()])
    const problem = storageProblem ?? pipeline.problem()
    return Response.json({ status: 'ok', version, paused, problem }, { headers })
  } catch (thrown) {
    const error = AppError.from(thrown)
    if (error.code === 'internal') sources.logError(error, 'health')
    return Response.json({ status: 'failing', version, problem: error.message }, { status: 503, headers })
  }
}
