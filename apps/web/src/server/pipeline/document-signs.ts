/**
 * What makes a picture a receipt, a form, a table or a document: the engine's word where it is sure,
 * else patterns in the text it read, so that an engine that knows no kinds is triaged just the same.
 */
import { boundingBox, type KindDecision, type TextRegion, type TriageReason } from '@vitrine/contracts'

export interface DocumentSign {
  reason: Extract<TriageReason, 'receipt-like' | 'form-like' | 'table-like' | 'chart-like' | 'document-like'>
  /** What says so, as part of a sentence; may be empty. */
  evidence: string
}

/** Below this the engine's kind is a guess, and the text has to say so as well. */
const SURE = 0.5

const BY_KIND: Partial<Record<KindDecision['kind'], DocumentSign['reason']>> = {
  receipt: 'receipt-like',
  form: 'form-like',
  table: 'table-like',
  chart: 'chart-like',
  document: 'document-like',
}

/** `1.234,50`, `12.99`, `$3.00`: an amount with two decimals, not a part of a longer number. */
const AMOUNT = /(?<![\d.,])\d{1,3}(?:[.,\s]?\d{3})*[.,]\d{2}(?![\d.,]*\d)/gu
const TOTAL =
  /\b(?:sub\s?total|total|amount due|balance due|vat|sales tax|change due|summe|gesamt|mwst|totale|importe|montant|tva)\b/iu
const FORM_WORDS =
  /\b(?:signature|date of birth|first name|last name|surname|full name|postal code|zip code|phone(?: number)?|please (?:print|tick|complete)|applicant|vorname|nachname|geburtsdatum|unterschrift)\b/giu
/** A label that waits for an answer: `Name:`, `Date ____`. */
const BLANK = /(?::\s*$|_{3,}|\.{5,}|☐|□|\[\s?\])/u

/** The strongest sign, or null for an ordinary picture. */
export function findDocumentSign(
  kind: KindDecision,
  textRegions: readonly TextRegion[],
): DocumentSign | null {
  const byKind = BY_KIND[kind.kind]
  if (byKind && kind.score >= SURE) return { reason: byKind, evidence: kind.evidence.slice(0, 2).join(', ') }
  const lines = textRegions.map(({ text }) => text)
  return receiptSign(lines) ?? formSign(lines) ?? tableSign(textRegions) ?? documentSign(lines)
}

function receiptSign(lines: readonly string[]): DocumentSign | null {
  const amounts = lines.join('\n').match(AMOUNT)?.length ?? 0
  const total = lines.find((line) => TOTAL.test(line))
  if (amounts < 2 || total === undefined) return null
  return { reason: 'receipt-like', evidence: `${amounts} amounts and the line “${clip(total)}”` }
}

function formSign(lines: readonly string[]): DocumentSign | null {
  const blanks = lines.filter((line) => BLANK.test(line)).length
  const words = new Set((lines.join('\n').match(FORM_WORDS) ?? []).map((word) => word.toLowerCase()))
  if (blanks < 3 && words.size < 3 && !(blanks >= 2 && words.size >= 1)) return null
  const found = [blanks > 0 ? `${blanks} fields to fill in` : '', [...words].slice(0, 3).join(', ')]
  return { reason: 'form-like', evidence: found.filter(Boolean).join('; ') }
}

/** Three rows or more with three cells or more each, most of them starting where cells of other rows start. */
function tableSign(textRegions: readonly TextRegion[]): DocumentSign | null {
  const rows = groupRows(textRegions).filter((row) => row.length >= 3)
  if (rows.length < 3) return null
  const lefts = rows.flat()
  const aligned = lefts.filter((left) => lefts.filter((other) => Math.abs(other - left) < 0.02).length >= 3)
  if (aligned.length < lefts.length * 0.6) return null
  const columns = Math.round(lefts.length / rows.length)
  return { reason: 'table-like', evidence: `${rows.length} rows of about ${columns} cells` }
}

/** Left edges of the cells of each row; cells whose middles differ by less than half their height share one. */
function groupRows(textRegions: readonly TextRegion[]): number[][] {
  const boxes = textRegions.map(({ quad }) => boundingBox(quad)).sort((a, b) => a.y - b.y)
  const rows: { middle: number; lefts: number[] }[] = []
  for (const box of boxes) {
    const middle = box.y + box.height / 2
    const row = rows.find((candidate) => Math.abs(candidate.middle - middle) < box.height / 2)
    if (row) row.lefts.push(box.x)
    else rows.push({ middle, lefts: [box.x] })
  }
  return rows.map(({ lefts }) => lefts)
}

/** Five lines or more that read as running text. */
function documentSign(lines: readonly string[]): DocumentSign | null {
  const running = lines.filter((line) => line.trim().split(/\s+/u).length >= 6)
  if (running.length < 5) return null
  return { reason: 'document-like', evidence: `${running.length} lines of running text` }
}

function clip(text: string): string {
  const flat = text.replace(/\s+/gu, ' ').trim()
  return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat
}
