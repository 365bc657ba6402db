import { answerHealth } from '~/server/health.ts'
import { getServices } from '~/server/services.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Whether the web app and its database answer; open to whoever watches over the machine. */
export async function GET(): Promise<Response> {
  return answerHealth(await getServices())
}
