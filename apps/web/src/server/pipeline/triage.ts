/** Triage: whether an image needs a deep reading, decided from what stage 1 saw and nothing else. */
import {
  joinText,
  type PerceptionResult,
  type TriageDecision,
  type TriageReason,
  type TriageThresholds,
} from '@vitrine/contracts'
import { type DocumentSign, findDocumentSign } from './document-signs.ts'

/** Pure: the same result and thresholds give the same decision, in the order of `TriageReason`. */
export function decideTriage(
  perception: Pick<PerceptionResult, 'detections' | 'textRegions' | 'kind'>,
  thresholds: TriageThresholds,
): TriageDecision {
  const objects = countObjects(perception.detections, thresholds.minScore)
  const text = joinText(perception.textRegions)
  const letters = countCharacters(text)
  const sign = thresholds.documentLike ? findDocumentSign(perception.kind, perception.textRegions) : null

  const reasons: TriageReason[] = []
  const words: string[] = []
  if (objects > thresholds.maxObjects) {
    reasons.push('many-objects')
    words.push(`${plural(objects, 'object')} (more than ${thresholds.maxObjects})`)
  }
  if (letters > thresholds.maxTextLength) {
    reasons.push('much-text')
    words.push(`${plural(letters, 'character')} of text (more than ${thresholds.maxTextLength})`)
  }
  if (sign) {
    reasons.push(sign.reason)
    words.push(describe(sign))
  }
  if (reasons.length > 0) return { needsReasoning: true, reasons, explanation: `${joinWords(words)}.` }
  return {
    needsReasoning: false,
    reasons,
    explanation: `${plural(objects, 'object')} and ${plural(letters, 'character')} of text: nothing that asks for a deep reading.`,
  }
}

/** A detection without a score counts: its model gives none. */
function countObjects(detections: PerceptionResult['detections'], minScore: number): number {
  return detections.filter(({ score }) => score === undefined || score >= minScore).length
}

/** Characters as a person counts them: code points, a run of white space being one. */
function countCharacters(text: string): number {
  return [...text.trim().replace(/\s+/gu, ' ')].length
}

const WHAT: Record<DocumentSign['reason'], string> = {
  'receipt-like': 'a receipt',
  'form-like': 'a form',
  'table-like': 'a table',
  'chart-like': 'a chart',
  'document-like': 'a document',
}

function describe({ reason, evidence }: DocumentSign): string {
  const name = WHAT[reason]
  return evidence ? `looks like ${name} (${evidence})` : `looks like ${name}`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function joinWords(words: readonly string[]): string {
  const text = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}
