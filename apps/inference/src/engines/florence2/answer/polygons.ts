/**
 * Outlines, by the rules of the reference's `parse_description_with_polygons_from_text_and_spans`
 * (microsoft/Florence-2-base-ft, `processing_florence2.py`): x, y pairs; `<sep>` between the outlines of one
 * thing; `<poly> … </poly>` around each of several things; an odd last coordinate is dropped.
 */
import { fromFlorenceBin, type Point, type Polygon } from '@vitrine/contracts'
import { count, type Parsed, warnOfLeftovers } from './boxes.ts'
import { type AnswerGroup, groupItems, inRunsOf, locationsOf } from './groups.ts'
import type { AnswerItem } from './items.ts'

export interface OutlinedThing {
  /** Empty where the answer names nothing. */
  label: string
  polygons: Polygon[]
}

type Place = AnswerGroup['places'][number]

/** The things that the answer outlines, whether or not it names them. */
export function parsePolygons(items: readonly AnswerItem[]): Parsed<OutlinedThing> {
  return parseGroups(groupItems(items))
}

/** Named things, some outlined and some in a box: a box becomes an outline of four corners. */
export function parseNamedOutlines(items: readonly AnswerItem[]): Parsed<OutlinedThing> {
  const groups = groupItems(items).filter(({ label }) => label !== '')
  const isOutline = ({ places }: AnswerGroup) => places.some(({ kind }) => kind === 'mark')
  const parsed = groups.map((group) => (isOutline(group) ? parseGroups([group]) : boxOutlines(group)))
  return {
    found: parsed.flatMap(({ found }) => found),
    warnings: [...new Set(parsed.flatMap(({ warnings }) => warnings))],
  }
}

function boxOutlines(group: AnswerGroup): Parsed<OutlinedThing> {
  const boxes = inRunsOf(
    locationsOf(group.places).map(({ bin }) => fromFlorenceBin(bin)),
    4,
  )
  const found = boxes.map(([x0 = 0, y0 = 0, x1 = 0, y1 = 0]): OutlinedThing => {
    const outline: Point[] = [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ]
    return { label: group.label, polygons: [outline] }
  })
  return { found, warnings: warnOfLeftovers([group], 4) }
}

function parseGroups(groups: readonly AnswerGroup[]): Parsed<OutlinedThing> {
  const found: OutlinedThing[] = []
  let broken = 0
  for (const { label, places } of groups) {
    for (const thing of splitThings(places)) {
      const outlines = splitAt(thing, 'separator')
        .map(locationsOf)
        .filter(({ length }) => length > 0)
      const polygons = outlines.map(toPolygon).filter((polygon) => polygon.length >= 3)
      broken += outlines.filter((outline) => outline.length < 6 || outline.length % 2 === 1).length
      if (polygons.length > 0) found.push({ label, polygons })
    }
  }
  return {
    found,
    warnings:
      broken > 0 ? [`${count(broken, 'outline', 'outlines')} in the model's answer were not whole.`] : [],
  }
}

/** What stands between each start and its end; all as one where starts and ends do not match up. */
function splitThings(places: readonly Place[]): Place[][] {
  const isMark = (place: Place, mark: string) => place.kind === 'mark' && place.mark === mark
  const things: Place[][] = []
  let open: Place[] | undefined
  for (const place of places) {
    if (isMark(place, 'polygon-start')) open ??= []
    else if (isMark(place, 'polygon-end')) {
      if (open) things.push(open)
      open = undefined
    } else open?.push(place)
  }
  // Cut short at the limit: what stands after the last start is still an outline.
  if (open && things.length > 0) things.push(open)
  return things.length > 0 ? things : [[...places]]
}

function splitAt(places: readonly Place[], mark: 'separator'): Place[][] {
  const parts: Place[][] = [[]]
  for (const place of places) {
    if (place.kind === 'mark') {
      if (place.mark === mark) parts.push([])
    } else parts.at(-1)?.push(place)
  }
  return parts
}

function toPolygon(outline: readonly { bin: number }[]): Point[] {
  return inRunsOf(
    outline.map(({ bin }) => fromFlorenceBin(bin)),
    2,
  ).map(([x = 0, y = 0]) => [x, y])
}
