/** Several pictures beside each other. Pure. */
import { namedValue } from './amounts.ts'
import type { Citations } from './citations.ts'
import { countLabels, type Numbered, nameOf, rowsOf } from './pictures.ts'
import { asText, dayOf, listOf, plural } from './words.ts'

/** Marks for one thing in a cell: more of them are on the picture's page. */
const MAX_MARKS = 4
/** Pictures beside each other in one table. */
const MAX_COLUMNS = 6

/** A table of what is stored of each, and what they share. */
export function comparePictures(all: readonly Numbered[], cites: Citations): string {
  if (all.length < 2) return 'There is only one picture: add another one to compare it with.'
  const pictures = all.slice(0, MAX_COLUMNS)
  const row = (name: string, cell: (picture: Numbered) => string) =>
    `| ${[name, ...pictures.map(cell)].join(' | ')} |`
  const labels = ({ image }: Numbered) =>
    countLabels(image).map(
      ({ label, found }) =>
        `${plural(found.length, label)} ${cites.marks(image.id, found.slice(0, MAX_MARKS))}`,
    )
  const rows = [
    row('', nameOf),
    row('---', () => '---'),
    row('Shows', ({ image }) => asText(image.caption) || '—'),
    row('Kind', ({ image }) => image.kind ?? '—'),
    row('Objects', (picture) => listOf(labels(picture)) || 'none detected'),
    row('Text', ({ image }) => (image.textLength > 0 ? plural(image.textLength, 'character') : 'none')),
    row('Size', ({ image }) => `${image.width} × ${image.height}`),
    row('Date', ({ image }) => dayOf(image.takenAt ?? image.createdAt)),
    ...valueRows(pictures, cites).map(([name, cells]) => `| ${[name, ...cells].join(' | ')} |`),
  ]
  const left =
    all.length > MAX_COLUMNS ? `\n\nOnly the first ${MAX_COLUMNS} of ${all.length} are compared.` : ''
  return `${rows.join('\n')}\n\n${sharedThings(pictures)}${left}`
}

const COMPARED = ['total', 'tax', 'date', 'merchant', 'number'] as const

/** Rows of named values that at least one of them has. */
function valueRows(pictures: readonly Numbered[], cites: Citations): [string, string[]][] {
  return COMPARED.flatMap((name): [string, string[]][] => {
    const values = pictures.map(({ image }) => ({ image, found: namedValue(image, name) }))
    if (values.every(({ found }) => found === null)) return []
    const title = name === 'date' ? 'Date on it' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const cells = values.map(({ image, found }) =>
      found ? `${asText(found.value)} ${cites.marks(image.id, found.from.slice(0, 1))}` : '—',
    )
    return [[title, cells]]
  })
}

/** What all of them show, and what only one does. */
export function sharedThings(pictures: readonly Numbered[]): string {
  if (pictures.length < 2) return 'There is only one picture: add another one to compare it with.'
  const sets = pictures.map(({ image }) => new Set(countLabels(image).map(({ label }) => label)))
  const shared = [...(sets[0] ?? [])].filter((label) => sets.every((set) => set.has(label)))
  const only = pictures.flatMap((picture, index) => {
    const others = sets.filter((_set, at) => at !== index)
    const own = [...(sets[index] ?? [])].filter((label) => others.every((set) => !set.has(label)))
    return own.length > 0 ? [`only ${nameOf(picture)} shows ${listOf(own)}`] : []
  })
  const common =
    shared.length > 0 ? `All of them show ${listOf(shared)}.` : 'No object was detected in all of them.'
  const apart = only.length > 0 ? ` Of what was detected, ${listOf(only)}.` : ''
  return `${common}${apart}`
}

/** Pictures with the same bytes; whether others look alike, the image pages tell. */
export function findDuplicates(pictures: readonly Numbered[]): string {
  const groups = new Map<string, Numbered[]>()
  for (const picture of pictures)
    groups.set(picture.image.sha256, [...(groups.get(picture.image.sha256) ?? []), picture])
  const same = [...groups.values()].filter((group) => group.length > 1)
  const beyond = 'Whether pictures look alike is shown on an image’s own page.'
  if (same.length === 0) return `None of these files is the same as another one. ${beyond}`
  return `The same file:\n\n${rowsOf(same, (group) => listOf(group.map(nameOf)))}\n\n${beyond}`
}
