/** What an engine is asked, with the bytes of every picture that it names. */
import { AppError, type PictureKey, type Turn } from '@vitrine/contracts'
import type { ChatPictures } from '../inference/sidecar.ts'
import { shownIn } from './branch.ts'
import { type BuiltRequest, buildRequest } from './build-request.ts'
import { loadPictures, readForms } from './load-pictures.ts'
import type { KnownPicture } from './picture-parts.ts'
import type { AskDeps } from './ports.ts'
import type { RequestLimits } from './request-limits.ts'

export interface GatheredRequest {
  built: BuiltRequest
  known: ReadonlyMap<number, KnownPicture>
  pictures: ChatPictures
}

/**
 * A picture of an earlier turn whose file is gone is told of by what was read of it. Throws `not-found` when the last
 * turn brings one.
 */
export async function gatherRequest(
  { db, readBlob }: Pick<AskDeps, 'db' | 'readBlob'>,
  branch: readonly Turn[],
  limits: RequestLimits,
): Promise<GatheredRequest> {
  const loaded = await loadPictures(db.images, branch)
  const built = buildRequest(branch, loaded.known, limits)
  const pictures = await readForms(readBlob, loaded, built.keys)
  const isLost = (key: PictureKey | null) => key !== null && built.keys.has(key) && !pictures.has(key)
  const lost = [...loaded.known].flatMap(([imageId, { key }]) => (isLost(key) ? [imageId] : []))
  if (lost.length === 0) return { built, known: loaded.known, pictures }
  const brought = new Set(
    branch
      .slice(-1)
      .flatMap(shownIn)
      .map(({ imageId }) => imageId),
  )
  if (lost.some((imageId) => brought.has(imageId)))
    throw new AppError('not-found', 'The stored file of a picture is gone.', {
      suggestion: 'Upload it again, or ask without it.',
    })
  const known = new Map(
    [...loaded.known].map(([imageId, picture]) => [
      imageId,
      isLost(picture.key) ? { ...picture, key: null } : picture,
    ]),
  )
  const rebuilt = buildRequest(branch, known, limits)
  const warnings = [
    ...rebuilt.warnings,
    'The stored file of an earlier picture is gone: it was not looked at.',
  ]
  return { built: { ...rebuilt, warnings }, known, pictures }
}
