/** The pictures of a branch from the store. */
import type { PictureKey, Turn } from '@vitrine/contracts'
import type { StoredBytes } from '@vitrine/db'
import type { ImageBytes } from '../inference/sidecar.ts'
import { shownIn } from './branch.ts'
import type { KnownPicture } from './picture-parts.ts'
import type { AskDeps } from './ports.ts'

/** What every engine reads. */
const READABLE = new Set(['image/jpeg', 'image/png', 'image/webp'])

type Images = AskDeps['db']['images']

/** The form to send: the raster variant where there is one, else the original, else the preview. */
async function storedForm(images: Images, id: number): Promise<StoredBytes | null> {
  for (const form of ['raster', 'original', 'preview'] as const) {
    const stored = await images.bytes(id, form)
    if (stored && READABLE.has(stored.mediaType)) return stored
  }
  return null
}

export interface LoadedPictures {
  known: Map<number, KnownPicture>
  /** What to read for a key, which is the hash of the bytes. */
  forms: Map<PictureKey, StoredBytes>
}

/** Everything that the branch shows or names; what is gone or in the trash is left out. */
export async function loadPictures(images: Images, branch: readonly Turn[]): Promise<LoadedPictures> {
  const shown = branch.flatMap(shownIn).map(({ imageId }) => imageId)
  const ids = new Set([...shown, ...branch.flatMap(({ search }) => search?.hits ?? [])])
  const loaded: LoadedPictures = { known: new Map(), forms: new Map() }
  for (const id of ids) {
    const detail = await images.detail(id)
    if (!detail || detail.deletedAt !== null) continue
    const form = shown.includes(id) ? await storedForm(images, id) : null
    if (form) loaded.forms.set(form.sha256, form)
    loaded.known.set(id, { detail, key: form?.sha256 ?? null })
  }
  return loaded
}

/** The bytes of these forms; one whose file is gone is left out. */
export async function readForms(
  readBlob: AskDeps['readBlob'],
  { forms }: LoadedPictures,
  keys: ReadonlySet<PictureKey>,
): Promise<Map<PictureKey, ImageBytes>> {
  const read = new Map<PictureKey, ImageBytes>()
  for (const key of keys) {
    const form = forms.get(key)
    const bytes = form ? await readBlob(form.sha256) : null
    if (form && bytes) read.set(key, { bytes, mediaType: form.mediaType, fileName: form.fileName })
  }
  return read
}
