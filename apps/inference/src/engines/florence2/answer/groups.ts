/** Answers with places are groups: a label, then what stands after it until the next label. */
import type { AnswerItem } from './items.ts'

type Location = Extract<AnswerItem, { kind: 'location' }>
type Place = Exclude<AnswerItem, { kind: 'text' }>

export interface AnswerGroup {
  /** On one line, trimmed; empty where places stand without a label. */
  label: string
  labelCertainty: number | null
  places: Place[]
}

/** In the order of the answer; a mark that is none of an outline's ends a group, as `<and>` does. */
export function groupItems(items: readonly AnswerItem[]): AnswerGroup[] {
  const groups: AnswerGroup[] = []
  const begin = (label = '', labelCertainty: number | null = null) =>
    groups.push({ label: label.replace(/\s+/g, ' ').trim(), labelCertainty, places: [] })
  for (const item of items) {
    if (item.kind === 'text') begin(item.text, item.certainty)
    else if (item.kind === 'mark' && item.mark === 'other') begin()
    else {
      if (groups.length === 0) begin()
      groups.at(-1)?.places.push(item)
    }
  }
  return groups
}

/** The locations before the first mark: what the reference's `(<loc_…>)+` right after a label takes. */
export function leadingLocations({ places }: AnswerGroup): Location[] {
  const end = places.findIndex(({ kind }) => kind === 'mark')
  return locationsOf(end < 0 ? places : places.slice(0, end))
}

export function locationsOf(places: readonly Place[]): Location[] {
  return places.filter((place) => place.kind === 'location')
}

/** Whole runs of `size`; what is left over at the end is dropped. */
export function inRunsOf<T>(items: readonly T[], size: number): T[][] {
  const runs: T[][] = []
  for (let at = 0; at + size <= items.length; at += size) runs.push(items.slice(at, at + size))
  return runs
}
