/** A picture that is there, by its id or the name of its file. */
import { AppError } from '@vitrine/contracts'
import type { Client } from './client.ts'

/** Its id; of several pictures of one name the newest. Throws `not-found`. */
export async function findPicture(client: Client, picture: string): Promise<number> {
  if (/^\d{1,15}$/.test(picture)) return Number(picture)
  const query = `file:"${picture.replaceAll('"', ' ')}"`
  const { hits } = await client.search({ query, limit: 500, sort: 'newest' })
  const hit = hits.find(({ image }) => image.fileName === picture)
  if (hit) return hit.image.id
  throw new AppError('not-found', `There is no picture called "${picture}".`, {
    suggestion: 'vitrine search "file:…" shows names and ids.',
  })
}
