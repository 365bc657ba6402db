import { receiveUpload } from '~/server/images/multipart.ts'
import { getServices } from '~/server/services.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Several files as multipart/form-data in, an IngestResponse out. */
export async function POST(request: Request): Promise<Response> {
  return receiveUpload(request, await getServices())
}
