/** Which column of a file is what. Pure. */
import { AppError, type ImportMap, ImportTarget, type ImportTarget as Target } from '@vitrine/contracts'

/** How catalogs call what we have a word for; a heading is compared in lower case with hyphens between its words. */
const HEADINGS: Readonly<Record<string, Target>> = {
  file: 'file',
  filename: 'file',
  'file-name': 'file',
  image: 'file',
  sha256: 'sha256',
  'sha-256': 'sha256',
  hash: 'sha256',
  page: 'page',
  caption: 'caption',
  alt: 'caption',
  'alt-text': 'caption',
  alttext: 'caption',
  'alternative-text': 'caption',
  description: 'description',
  'long-description': 'description',
  'extended-description': 'description',
  notes: 'notes',
  note: 'notes',
  comment: 'notes',
  comments: 'notes',
  tags: 'tags',
  tag: 'tags',
  keywords: 'tags',
  fields: 'fields',
}

const foldHeading = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')

function targetOf(heading: string): Target | null {
  const folded = foldHeading(heading)
  const known = HEADINGS[folded]
  if (known) return known
  const field = ImportTarget.safeParse(folded.replace(/^field:-?/, 'field:'))
  return field.success ? field.data : null
}

export interface Column {
  heading: string
  target: Target | null
}

/**
 * The columns in their order. What a person says of a heading goes before what it says itself; of two columns for the
 * same, the one a person named wins, else the first. Throws `bad-request` when a person names a heading that is not there.
 */
export function readColumns(headings: readonly string[], map: ImportMap): Column[] {
  const chosen = new Map(Object.entries(map).map(([heading, target]) => [foldHeading(heading), target]))
  const missing = [...chosen.keys()].find(
    (name) => !headings.some((heading) => foldHeading(heading) === name),
  )
  if (missing !== undefined)
    throw new AppError('bad-request', `There is no column “${missing}”.`, {
      suggestion: `The columns are: ${headings.join(', ')}.`,
    })
  const taken = new Set<Target>()
  for (const target of chosen.values()) if (target !== 'ignore') taken.add(target)
  return headings.map((heading): Column => {
    const choice = chosen.get(foldHeading(heading))
    if (choice !== undefined) return { heading, target: choice === 'ignore' ? null : choice }
    const target = targetOf(heading)
    if (target === null || taken.has(target)) return { heading, target: null }
    taken.add(target)
    return { heading, target }
  })
}

/** Why nothing can be taken up by these columns; null where something can. */
export function columnProblem(columns: readonly Column[]): string | null {
  const targets = columns.flatMap(({ target }) => target ?? [])
  if (!targets.includes('file') && !targets.includes('sha256'))
    return 'No column tells which image a row is about: one must be the file name or the SHA-256.'
  if (targets.every((target) => target === 'file' || target === 'sha256' || target === 'page'))
    return 'No column says anything of the images: one must be the caption, the description, the tags, the notes or a value.'
  return null
}
