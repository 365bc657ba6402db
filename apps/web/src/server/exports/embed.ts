/**
 * Alt text, description and tags written into copies of image files by ExifTool (https://exiftool.org), which leaves
 * pixels and everything else in the file as they are. It runs in a process of its own: a Perl program that the package
 * brings, so it needs Perl.
 */
import { randomUUID } from 'node:crypto'
import { constants, copyFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { ExportRecord } from '@vitrine/contracts'
import type { ExifTool } from 'exiftool-vendored'

export interface WrittenCopy {
  path: string
  sizeBytes: number
  remove(): Promise<void>
}

export interface Embedder {
  /** Whether ExifTool runs here. */
  isAvailable(): Promise<boolean>
  /** A copy of the file with the image's words in it; null where its type has no place for them or it is too damaged to be written. */
  embed(file: string, mediaType: string, record: ExportRecord): Promise<WrittenCopy | null>
  /** Ends the process, if there is one. */
  close(): Promise<void>
}

/** What ExifTool writes XMP into, and by which ending it knows it. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/gif': '.gif',
  'image/tiff': '.tif',
  'image/avif': '.avif',
  'image/heic': '.heic',
}

export interface EmbeddedTags {
  /** What people said: it goes before what the file says. */
  persons: Record<string, string | string[]>
  /** What models said: written only where the file says nothing. */
  models: Record<string, string | string[]>
}

/** Alt text and extended description are those of IPTC 2021.1; tags are added to the file's own, each once. Pure. */
export function tagsOf(record: ExportRecord): EmbeddedTags {
  const tags: EmbeddedTags = { persons: {}, models: {} }
  const of = (by: ExportRecord['captionBy']) => (by === 'person' ? tags.persons : tags.models)
  const { caption, captionBy, description, descriptionBy } = record
  if (description !== '') {
    of(descriptionBy)['XMP-iptcCore:ExtDescrAccessibility'] = description
    of(descriptionBy)['XMP-dc:Description'] = description
  } else if (caption !== '') of(captionBy)['XMP-dc:Description'] = caption
  if (caption !== '') of(captionBy)['XMP-iptcCore:AltTextAccessibility'] = caption
  if (record.tags.length > 0) {
    tags.persons['XMP-dc:Subject-'] = [...record.tags]
    tags.persons['XMP-dc:Subject+'] = [...record.tags]
  }
  return tags
}

/** A file that takes longer is given up. */
const TIMEOUT_MS = 30_000

async function start(): Promise<ExifTool> {
  const { ExifTool } = await import('exiftool-vendored')
  return new ExifTool({ maxProcs: 1, taskTimeoutMillis: TIMEOUT_MS, taskRetries: 0 })
}

/** @param directory Where copies lie until they are sent; absolute. */
export function createEmbedder({ directory }: { directory: string }): Embedder {
  let tool: Promise<ExifTool> | undefined
  const running = () => {
    tool ??= start()
    return tool
  }
  const write = async (file: string, tags: EmbeddedTags['persons'], args: readonly string[]) => {
    if (Object.keys(tags).length === 0) return
    await (await running()).write(file, tags, { writeArgs: ['-overwrite_original', ...args] })
  }
  return {
    async isAvailable() {
      try {
        return (await (await running()).version()) !== ''
      } catch {
        // Whatever keeps it from running, it is not there.
        return false
      }
    },
    async embed(file, mediaType, record) {
      const ending = ENDINGS[mediaType]
      if (!ending) return null
      const copy = path.join(/*turbopackIgnore: true*/ directory, `${randomUUID()}${ending}`)
      const remove = () => rm(copy, { force: true })
      await copyFile(file, copy, constants.COPYFILE_FICLONE)
      try {
        const { persons, models } = tagsOf(record)
        await write(copy, persons, [])
        // Only creates: what a photographer has written stays.
        await write(copy, models, ['-wm', 'cg'])
        return { path: copy, sizeBytes: (await stat(copy)).size, remove }
      } catch {
        // A damaged file: ExifTool refuses it, and it goes as it is.
        await remove()
        return null
      }
    },
    async close() {
      // One that could not start has nothing to end.
      const started = await tool?.catch(() => null)
      await started?.end()
    },
  }
}
