import { getServices } from '~/server/services.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Whether the web app and its database answer; the sidecar is asked elsewhere, since the gallery works without it. */
export async function GET(): Promise<Response> {
  const services = await getServices()
  const { paused } = await services.db.jobs.status()
  return Response.json(
    { status: 'ok', version: services.version, paused, problem: services.pipeline.problem() },
    { headers: { 'cache-control': 'no-store' } },
  )
}
