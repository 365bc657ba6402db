/** The import of a catalog in a person's words. Pure. */
import type { ChangeFate, CsvImportReport, ImportChange, ImportTarget } from '@vitrine/contracts'
import { countOf } from '../live/pipeline-words.ts'

/** What a column can be, as the choices of a list; `ignore` leaves it out. */
export const TARGET_LABELS: Readonly<Record<string, string>> = {
  ignore: 'Left out',
  file: 'File name',
  sha256: 'Hash (SHA-256)',
  page: 'Page',
  caption: 'Caption, or alt text',
  description: 'Description',
  notes: 'Notes',
  tags: 'Tags',
  fields: 'Values, name=value',
}

export const targetWords = (target: ImportTarget | 'ignore') =>
  TARGET_LABELS[target] ?? target.replace('field:', 'Value: ').replaceAll('-', ' ')

export const FATE_LABELS: Record<ChangeFate, string> = {
  set: 'New',
  overwritten: 'Overwrites a person’s',
  kept: 'Left out: a person’s stays',
}

export function changeWords({ what }: Pick<ImportChange, 'what'>): string {
  return what === 'tag' ? 'Tag' : targetWords(what)
}

/** How many changes would be made. */
export const changeCount = ({ fates }: Pick<CsvImportReport, 'fates'>) => fates.set + fates.overwritten

/** "58 of 60 rows found their image. 40 changes, 2 of them over a person's words." */
export function summaryOf({
  rows,
  matched,
  fates,
}: Pick<CsvImportReport, 'rows' | 'matched' | 'fates'>): string {
  const changes = changeCount({ fates })
  const over = fates.overwritten > 0 ? `, ${fates.overwritten} of them over a person’s words` : ''
  const kept = fates.kept > 0 ? ` ${fates.kept} left out for a person’s words.` : ''
  const what = changes === 0 ? 'Nothing would change.' : `${countOf(changes, 'change')}${over}.`
  return `${matched} of ${countOf(rows, 'row')} found ${matched === 1 ? 'its' : 'their'} image. ${what}${kept}`
}
