/** Where annotations and answers stand on the picture: what is drawn of them, and listed beside it. Pure. */
import { type AnnotationBody, type Box, boundingBox, type Polygon } from '@vitrine/contracts'
import { NAMELESS, textOfBody } from './tool-words.ts'

/** Something that may have a place on the picture. */
export interface PlaceMark {
  /** An annotation's own id; negative for what nobody has kept. */
  id: number
  label: string
  /** Null for what speaks of the whole picture. */
  box: Box | null
  /** Its outline, where there is one. */
  polygons: readonly Polygon[]
  score: number | null
}

/** A body as a mark. */
export function markOf(id: number, body: AnnotationBody): PlaceMark {
  return { id, label: textOfBody(body), ...placeOf(body) }
}

function placeOf(body: AnnotationBody): Pick<PlaceMark, 'box' | 'polygons' | 'score'> {
  switch (body.type) {
    case 'detection':
    case 'region':
      return { box: body.box, polygons: [], score: body.score }
    case 'mask':
      return { box: body.box, polygons: body.polygons, score: body.score }
    case 'text-region':
      return { box: boundingBox(body.quad), polygons: [body.quad], score: body.score }
    case 'caption':
    case 'detailed-caption':
    case 'kind':
    case 'reading':
    case 'field':
    case 'table':
      return { box: null, polygons: [], score: null }
  }
}

/** Numbers those that have no name of their own, where there are several: "Region 1", "Region 2". */
export function numberNameless<Mark extends PlaceMark>(marks: readonly Mark[]): Mark[] {
  const counts = new Map<string, number>()
  const isMany = marks.filter(({ label }) => NAMELESS.includes(label)).length > 1
  return marks.map((mark) => {
    if (!isMany || !NAMELESS.includes(mark.label)) return mark
    const count = (counts.get(mark.label) ?? 0) + 1
    counts.set(mark.label, count)
    return { ...mark, label: `${mark.label} ${count}` }
  })
}

/** So many answers of one run have ids of their own. */
const MAX_ANSWERS = 10_000

/** The id of an answer that nobody has kept: never that of an annotation, nor of another run's answer. */
export const answerId = (runKey: number, index: number) => -(runKey * MAX_ANSWERS + index + 1)

/** Its place in the answer, from its id. */
export const indexOfAnswer = (id: number) => (-id - 1) % MAX_ANSWERS

/** Large places first, so that small ones lie on top. */
export function largestFirst<Mark extends PlaceMark>(marks: readonly Mark[]): Mark[] {
  const area = ({ box }: PlaceMark) => (box ? box.width * box.height : 0)
  return marks.toSorted((a, b) => area(b) - area(a))
}

/** Polygons as the `d` of an SVG path, in pixels of the picture as it is shown; the rule for holes is even-odd. */
export function pathOf(polygons: readonly Polygon[], shown: { width: number; height: number }): string {
  const round = (value: number) => Math.round(value * 100) / 100
  return polygons
    .map((polygon) => {
      const points = polygon.map(([x, y]) => `${round(x * shown.width)} ${round(y * shown.height)}`)
      return `M${points.join('L')}Z`
    })
    .join('')
}

/** A label that fits beside a box. */
export function shortLabel(label: string): string {
  const characters = [...label]
  return characters.length <= 32 ? label : `${characters.slice(0, 31).join('')}…`
}
