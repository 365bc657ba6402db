/** What an answer stands on, numbered as it is cited. */
import { type Annotation, type Box, boundingBox, type Citation, type ImageDetail } from '@vitrine/contracts'

/** More marks than this in one answer help nobody. */
const MAX_CITATIONS = 60
const MAX_TEXT = 300

export class Citations {
  readonly #all: Citation[] = []

  get all(): Citation[] {
    return this.#all
  }

  /** The mark `[3]` for this annotation of an image; the same thing has one number. Empty when there are too many. */
  mark(imageId: number, { id, body }: Annotation): string {
    return this.#numbered({ imageId, annotationId: id, box: boxOf(body), text: textOf(body) })
  }

  /** Marks for several, side by side. */
  marks(imageId: number, annotations: readonly Annotation[]): string {
    return annotations.map((annotation) => this.mark(imageId, annotation)).join('')
  }

  /** The mark for a picture as a whole: for facts of its file, its tags, its notes. */
  picture({ id, caption, fileName }: ImageDetail): string {
    return this.#numbered({ imageId: id, annotationId: null, box: null, text: caption || fileName })
  }

  #numbered(what: Omit<Citation, 'number'>): string {
    const known = this.#all.find(
      ({ imageId, annotationId }) => imageId === what.imageId && annotationId === what.annotationId,
    )
    if (known) return `[${known.number}]`
    if (this.#all.length >= MAX_CITATIONS) return ''
    const number = this.#all.length + 1
    this.#all.push({ ...what, number, text: what.text.slice(0, MAX_TEXT) })
    return `[${number}]`
  }
}

export function boxOf(body: Annotation['body']): Box | null {
  if ('box' in body) return body.box
  return 'quad' in body ? boundingBox(body.quad) : null
}

/** What an annotation says, as it is stored. */
export function textOf(body: Annotation['body']): string {
  switch (body.type) {
    case 'detection':
    case 'mask':
      return body.label
    case 'kind':
      return body.decision.kind
    case 'field':
      return `${body.name}: ${body.value}`
    case 'table':
      return body.title || 'table'
    case 'caption':
    case 'detailed-caption':
    case 'text-region':
    case 'reading':
    case 'region':
      return body.text
  }
}
