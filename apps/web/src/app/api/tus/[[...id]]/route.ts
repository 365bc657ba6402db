import { getServices } from '~/server/services.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** The tus protocol; GET is left out, since what is being uploaded is nobody's to read. */
async function handle(request: Request): Promise<Response> {
  const { tus } = await getServices()
  return tus.handle(request)
}

export { handle as DELETE, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST }
