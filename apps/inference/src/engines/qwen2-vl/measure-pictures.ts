/** How large the pictures of a chat are to the model. */
import { AppError, type PictureKey } from '@vitrine/contracts'
import type { ChatJob, ChatPicture } from '../engine.ts'
import type { TokenGrid, Vision } from './vision.ts'

export interface MeasuredPictures {
  grids: ReadonlyMap<PictureKey, TokenGrid>
  /** What was lost in decoding them. */
  warnings: string[]
}

/** Measures every picture that is shown, once. Throws AppError `bad-request` for one that was not sent. */
export async function measurePictures(
  job: ChatJob,
  vision: Vision,
  signal: AbortSignal,
): Promise<MeasuredPictures> {
  const grids = new Map<PictureKey, TokenGrid>()
  const warnings = new Set<string>()
  for (const { parts } of job.messages)
    for (const part of parts) {
      if ((part.type !== 'image' && part.type !== 'frame') || grids.has(part.picture)) continue
      signal.throwIfAborted()
      const measured = await vision.measure(part.picture, pictureOf(job, part.picture), job.maxPixels)
      grids.set(part.picture, measured)
      for (const warning of measured.warnings) warnings.add(warning)
    }
  return { grids, warnings: [...warnings] }
}

/** Throws AppError `bad-request`. */
export function pictureOf({ pictures }: ChatJob, key: PictureKey): ChatPicture {
  const picture = pictures.get(key)
  if (picture) return picture
  throw new AppError('bad-request', `The picture ${key} is named and was not sent.`)
}
