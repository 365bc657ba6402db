/** Which stored bytes an export takes of an image, and with which ending. */
import type { ExportedImages, ExportRecord } from '@vitrine/contracts'
import type { Db, StoredBytes } from '@vitrine/db'
import { downloadName } from '../images/file-name.ts'

/**
 * The original, or the preview where that is wanted and there is one. Of a page or a keyframe it is the picture: the
 * document or video it came from would be in the zip once for each of them. Null when the image is gone.
 */
export async function pickBytes(
  images: Pick<Db['images'], 'bytes'>,
  { id, page }: Pick<ExportRecord, 'id' | 'page'>,
  wanted: ExportedImages,
): Promise<StoredBytes | null> {
  const shown = async () => (await images.bytes(id, 'raster')) ?? (await images.bytes(id, 'original'))
  if (wanted === 'previews') return (await images.bytes(id, 'preview')) ?? (await shown())
  return page === null ? images.bytes(id, 'original') : shown()
}

/** `.jpg`, with the dot: the file's own where it tells the truth. */
export function endingOf({ fileName, mediaType }: Pick<StoredBytes, 'fileName' | 'mediaType'>): string {
  const name = mediaType.startsWith('image/')
    ? fileName.replace(/ \((?:page \d+|at [\d:]+)\)$/, '')
    : fileName
  const ending = /\.[^.\s/\\]{1,8}$/.exec(downloadName(name, mediaType))
  return ending?.[0].toLowerCase() ?? ''
}
