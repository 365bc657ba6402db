/**
 * Boxes and masks in the form of the COCO data set (https://cocodataset.org/#format-data, "Object Detection"), which
 * annotation tools read. What COCO has no field for stands in fields of our own: `score`, `text`, `source`, `kept`.
 */
import * as z from 'zod'
import { type Box, boundingBox, boxToPixels, type Polygon, type Size } from './geometry.ts'
import { type Annotation, AnnotationSource } from './image.ts'
import { polygonArea } from './mask.ts'

const Id = z.int().positive()

export const CocoAnnotation = z.object({
  id: Id,
  image_id: Id,
  category_id: Id,
  /** `[x, y, width, height]` in pixels. */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Polygons as `[x1, y1, x2, y2, …]` in pixels; empty for a mere box. */
  segmentation: z.array(z.array(z.number())),
  /** Square pixels: of the mask, or of the box where there is none. */
  area: z.number().nonnegative(),
  iscrowd: z.literal(0),
  score: z.number().optional(),
  /** What is said of the place, or stands there. */
  text: z.string().optional(),
  source: AnnotationSource.optional(),
  /** Whether a person kept it from a tool. */
  kept: z.boolean().optional(),
})
export type CocoAnnotation = z.infer<typeof CocoAnnotation>

export const CocoDocument = z.object({
  info: z.object({ description: z.string() }),
  images: z.array(
    z.object({
      id: Id,
      width: z.int().positive(),
      height: z.int().positive(),
      file_name: z.string(),
    }),
  ),
  categories: z.array(z.object({ id: Id, name: z.string() })),
  annotations: z.array(CocoAnnotation),
})
export type CocoDocument = z.infer<typeof CocoDocument>

/** A place on the picture and what it is. */
interface Place {
  category: string
  box: Box
  polygons: readonly Polygon[]
  score: number | null
  text: string
}

/** Null for what has no place of its own: captions, the kind, the reading. */
function placeOf({ body }: CocoSource): Place | null {
  switch (body.type) {
    case 'detection':
      return { category: body.label, box: body.box, polygons: [], score: body.score, text: '' }
    case 'mask':
      return {
        category: body.label || 'mask',
        box: body.box,
        polygons: body.polygons,
        score: body.score,
        text: '',
      }
    case 'region':
      return { category: 'region', box: body.box, polygons: [], score: body.score, text: body.text }
    case 'text-region':
      return {
        category: 'text',
        box: boundingBox(body.quad),
        polygons: [body.quad],
        score: body.score,
        text: body.text,
      }
    case 'caption':
    case 'detailed-caption':
    case 'kind':
    case 'reading':
    case 'field':
    case 'table':
      return null
  }
}

/** A hundredth of a pixel is finer than any model. */
const round = (value: number) => Math.round(value * 100) / 100

const toPixels = (polygon: Polygon, { width, height }: Size) =>
  polygon.flatMap(([x, y]) => [round(x * width), round(y * height)])

/** What is exported: an annotation, or what a tool found and nobody has kept yet. */
export type CocoSource = Pick<Annotation, 'body'> & Partial<Pick<Annotation, 'id' | 'source' | 'isKept'>>

/** The image's entry among `images`. */
export const cocoImage = (
  image: Size & { id: number; fileName: string },
): CocoDocument['images'][number] => ({
  id: image.id,
  width: image.width,
  height: image.height,
  file_name: image.fileName,
})

/**
 * Everything among `annotations` that has a place, in their order; ids are theirs, or count from 1. `categoryId` gives
 * a category's id by its name: a document of many images shares one list.
 */
export function cocoAnnotations(
  image: Size & { id: number },
  annotations: readonly CocoSource[],
  categoryId: (name: string) => number,
): CocoAnnotation[] {
  const size = { width: image.width, height: image.height }
  return placed(annotations).map(({ annotation, place }, index) => {
    const { x, y, width, height } = boxToPixels(place.box, size)
    const ofMask = place.polygons.reduce((sum, polygon) => sum + polygonArea(polygon, size), 0)
    return {
      id: annotation.id ?? index + 1,
      image_id: image.id,
      category_id: categoryId(place.category),
      bbox: [round(x), round(y), round(width), round(height)],
      segmentation: place.polygons.map((polygon) => toPixels(polygon, size)),
      area: round(place.polygons.length > 0 ? ofMask : width * height),
      iscrowd: 0,
      ...(place.score === null ? {} : { score: place.score }),
      ...(place.text === '' ? {} : { text: place.text }),
      ...(annotation.source ? { source: annotation.source } : {}),
      ...(annotation.isKept ? { kept: true } : {}),
    }
  })
}

const placed = (annotations: readonly CocoSource[]) =>
  annotations.flatMap((annotation) => {
    const place = placeOf(annotation)
    return place ? [{ annotation, place }] : []
  })

/** One image's document; its categories are in order of their names. */
export function toCoco(
  image: Size & { id: number; fileName: string },
  annotations: readonly CocoSource[],
): CocoDocument {
  const names = [...new Set(placed(annotations).map(({ place }) => place.category))].sort()
  const categoryIds = new Map(names.map((name, index) => [name, index + 1]))
  return {
    info: { description: `${image.fileName}, exported from Vitrine` },
    images: [cocoImage(image)],
    categories: names.map((name, index) => ({ id: index + 1, name })),
    annotations: cocoAnnotations(image, annotations, (name) => categoryIds.get(name) ?? 1),
  }
}
