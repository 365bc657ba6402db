/** `vitrine search "…"`: what the gallery's search box finds. */
import type { SearchResponse, SearchSort } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { count, formatTable } from './text.ts'

export async function search(
  io: Io,
  client: Client,
  request: { query: string; limit: number; sort: SearchSort; json: boolean },
): Promise<ExitCode> {
  const answer = await client.search(request)
  for (const { message, suggestion } of answer.explanation.issues)
    io.err(suggestion ? `${message} Perhaps: ${suggestion}` : message)
  if (request.json) io.out(JSON.stringify(answer, null, 2))
  else describeHits(io, client.url, answer)
  return EXIT.done
}

function describeHits(io: Io, url: string, { hits, total, explanation }: SearchResponse): void {
  for (const { from, to } of explanation.corrections) io.err(`Searched for "${to}" instead of "${from}".`)
  if (hits.length === 0) {
    io.out('Nothing was found.')
    return
  }
  const rows = hits.map(({ image, snippet }) => [
    String(image.id),
    image.fileName,
    image.kind ?? image.status,
    snippet ? snippet.parts.map(({ text }) => text).join('') : image.caption,
  ])
  io.out(formatTable(['ID', 'FILE', 'KIND', 'WHAT IT SHOWS'], rows, io.columns))
  const all = `${total.value}${total.capped ? '+' : ''}`
  io.err(
    `${hits.length} of ${total.capped ? `${all} images` : count(total.value, 'image')}. Open one at ${url}/images/ID.`,
  )
}
