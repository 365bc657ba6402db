import { serveImage } from '~/server/images/serve-image.ts'
import { getServices } from '~/server/services.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

interface Context {
  params: Promise<{ id: string; variant: string }>
}

async function serve(request: Request, { params }: Context): Promise<Response> {
  return serveImage(request, await params, await getServices())
}

export { serve as GET, serve as HEAD }
