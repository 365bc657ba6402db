/** An image's annotations sorted by what the page does with them. */
import {
  type Annotation,
  type AnnotationSource,
  type Box,
  boundingBox,
  type KindDecision,
  type Quad,
} from '@vitrine/contracts'
import { markOf, numberNameless, type PlaceMark } from '../tools/places.ts'

/** A detection on the picture. */
export interface DetectionMark {
  id: number
  label: string
  box: Box
  score: number | null
  rival: string | null
}

/** A line of text on the picture. */
export interface TextMark {
  id: number
  text: string
  quad: Quad
  score: number | null
}

/** A caption or a detailed caption with who or what wrote it. */
export interface WrittenText {
  id: number
  text: string
  source: AnnotationSource
  /** Put together from what was found, not written by a captioning model. */
  isTemplate: boolean
  createdAt: number
}

/** What a person wrote, and beneath it what the models wrote, newest first. */
export interface Wording {
  person: WrittenText | null
  models: WrittenText[]
}

/** What a person keeps from a tool: of any type, with or without a place. */
export interface KeptMark extends PlaceMark {
  annotation: Annotation
}

export interface Findings {
  detections: DetectionMark[]
  textRegions: TextMark[]
  kept: KeptMark[]
  caption: Wording
  detailedCaption: Wording
  kind: { decision: KindDecision; source: AnnotationSource } | null
}

function addWording(wording: Wording, text: WrittenText) {
  if (text.source.by === 'person') wording.person = text
  else wording.models.push(text)
}

/** Puts one annotation where the page looks for it. */
function addFinding(findings: Findings, { id, body, source, createdAt }: Annotation) {
  const written = { id, source, createdAt }
  switch (body.type) {
    case 'detection':
      findings.detections.push({
        id,
        label: body.label,
        box: body.box,
        score: body.score,
        rival: body.rival,
      })
      break
    case 'text-region':
      findings.textRegions.push({ id, text: body.text, quad: body.quad, score: body.score })
      break
    case 'caption':
      addWording(findings.caption, { ...written, text: body.text, isTemplate: body.template })
      break
    case 'detailed-caption':
      addWording(findings.detailedCaption, { ...written, text: body.text, isTemplate: body.template })
      break
    case 'reading':
    case 'field':
    case 'table':
      // The deep reading shows them as one: see readingOf.
      break
    case 'kind':
      findings.kind = { decision: body.decision, source }
      break
    case 'mask':
    case 'region':
      // No reading makes these: they are kept from tools.
      break
    default:
      body satisfies never
  }
}

/** Sorts annotations; text regions come in reading order, detections best first. */
export function readFindings(annotations: readonly Annotation[]): Findings {
  const findings: Findings = {
    detections: [],
    textRegions: [],
    kept: [],
    caption: { person: null, models: [] },
    detailedCaption: { person: null, models: [] },
    kind: null,
  }
  for (const annotation of annotations.toSorted((a, b) => a.position - b.position)) {
    if (!annotation.isKept) addFinding(findings, annotation)
    else findings.kept.push({ ...markOf(annotation.id, annotation.body), annotation })
  }
  findings.kept = numberNameless(findings.kept)
  return findings
}

/** Where a finding is on the picture; null for an id that is none. */
export function placeOf({ detections, textRegions, kept }: Findings, id: number): Box | null {
  const detection = detections.find((mark) => mark.id === id)
  if (detection) return detection.box
  const place = kept.find((mark) => mark.id === id)
  if (place) return place.box
  const text = textRegions.find((mark) => mark.id === id)
  return text ? boundingBox(text.quad) : null
}
