/** An export described by the query of its address. */
import { z } from '@hono/zod-openapi'
import {
  AppError,
  type Collection,
  DEFAULT_COLUMNS,
  ExportColumn,
  ExportColumnName,
  ExportedImages,
  ExportFormat,
  ExportRequest,
  type ExportSelection,
  ImageId,
  NAME_PLACEHOLDERS,
  NamePattern,
  SearchSort,
} from '@vitrine/contracts'

const list = (text: string) => text.split(',').map((item) => item.trim())

export const ExportQuery = z.object({
  ticket: z
    .uuid()
    .optional()
    .openapi({ description: 'Of an export that was put by; nothing else is needed then.' }),
  q: z.string().max(2000).optional().openapi({ description: 'As in the search box; empty for all images.' }),
  collection: z.string().min(1).optional().openapi({ description: "A collection's id or name." }),
  ids: z
    .string()
    .transform((text) => list(text).map(Number))
    .pipe(z.array(ImageId).min(1))
    .optional()
    .openapi({ description: 'Ids, separated by commas.' }),
  format: ExportFormat.default('csv'),
  sort: SearchSort.default('newest'),
  columns: z
    .string()
    .transform(list)
    .pipe(z.array(ExportColumn).min(1).max(200))
    .optional()
    .openapi({
      description: `Of a CSV file, separated by commas: ${ExportColumnName.options.join(', ')}, and field:NAME for each value that readings name. Without it: ${DEFAULT_COLUMNS.join(', ')}.`,
    }),
  name: NamePattern.optional().openapi({
    description: `What files are called, without the ending: ${NAME_PLACEHOLDERS.join(', ')}; a / makes folders.`,
  }),
  images: ExportedImages.optional().openapi({ description: 'What a zip holds of each image.' }),
  embed: z.literal('1').optional().openapi({
    description: 'Alt text, description and tags within the images of a zip, as XMP.',
  }),
  sidecars: z.literal('1').optional().openapi({ description: 'An XMP file beside each image of a zip.' }),
})
export type ExportQuery = z.infer<typeof ExportQuery>

type Collections = readonly Pick<Collection, 'id' | 'name'>[]

function findCollection(collections: Collections, wanted: string): number {
  const found =
    collections.find(({ name }) => name === wanted) ??
    collections.find(({ name, id }) => name.toLowerCase() === wanted.toLowerCase() || String(id) === wanted)
  if (found) return found.id
  throw new AppError('not-found', `There is no collection “${wanted}”.`)
}

function selectionOf({ q, collection, ids }: ExportQuery, collections: Collections): ExportSelection {
  if ([q, collection, ids].filter((given) => given !== undefined).length > 1)
    throw new AppError(
      'bad-request',
      'An export is of a search, a collection or named images: give one of them.',
      {
        suggestion: 'Within a search, collection:"Summer" finds the images of a collection.',
      },
    )
  if (ids) return { ids }
  return collection === undefined
    ? { query: q ?? '' }
    : { collection: findCollection(collections, collection) }
}

/** Throws `bad-request` when it names more than one set of images, and `not-found` for an unknown collection. */
export function exportRequestOf(query: ExportQuery, collections: Collections): ExportRequest {
  const { format, sort, columns, name, images, sidecars, embed } = query
  return ExportRequest.parse({
    selection: selectionOf(query, collections),
    format,
    sort,
    columns,
    name,
    images,
    sidecars: sidecars === '1',
    embed: embed === '1',
  })
}
