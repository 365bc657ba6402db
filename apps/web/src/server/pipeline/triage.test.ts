import type { Detection, ImageKind, TextRegion, TriageReason } from '@vitrine/contracts'
import { TriageThresholds } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { decideTriage } from './triage.ts'

const DEFAULTS = TriageThresholds.parse({})

function things(count: number, score?: number): Detection[] {
  const box = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 }
  return Array.from({ length: count }, () => ({
    label: 'dog',
    box,
    ...(score === undefined ? {} : { score }),
  }))
}

/** A line of text at a place; lines without one stand below each other. */
function line(text: string, index: number, x = 0.1): TextRegion {
  const y = 0.02 + index * 0.03
  return {
    text,
    quad: [
      [x, y],
      [x + 0.2, y],
      [x + 0.2, y + 0.02],
      [x, y + 0.02],
    ],
  }
}
const lines = (...texts: string[]) => texts.map((text, index) => line(text, index))

function seen(parts: {
  detections?: Detection[]
  textRegions?: TextRegion[]
  kind?: ImageKind
  score?: number
  evidence?: string[]
}) {
  return {
    detections: parts.detections ?? [],
    textRegions: parts.textRegions ?? [],
    kind: {
      kind: parts.kind ?? ('photo' as const),
      score: parts.score ?? 0.9,
      evidence: parts.evidence ?? [],
    },
  }
}

const RECEIPT = lines('CORNER MARKET', 'Milk 1.29', 'Bread 2.50', 'TOTAL 3.79')
const FORM = lines('Name:', 'Date of birth:', 'Signature ______')
const TABLE = [0, 1, 2, 3].flatMap((row) => [
  line(`r${row}`, row, 0.1),
  line('12', row, 0.4),
  line('7', row, 0.7),
])
const LETTER = Array.from({ length: 5 }, () => 'we are so glad to hear')

describe('decideTriage', () => {
  const cases: [string, ReturnType<typeof seen>, TriageReason[]][] = [
    ['an empty picture stays', seen({}), []],
    ['five objects stay', seen({ detections: things(5) }), []],
    ['six objects go on', seen({ detections: things(6) }), ['many-objects']],
    ['uncertain detections do not count', seen({ detections: things(9, 0.3) }), []],
    ['detections at the least score count', seen({ detections: things(6, 0.5) }), ['many-objects']],
    ['detections without a score count', seen({ detections: things(6) }), ['many-objects']],
    ['100 characters stay', seen({ textRegions: lines('x'.repeat(100)) }), []],
    ['101 characters go on', seen({ textRegions: lines('x'.repeat(101)) }), ['much-text']],
    ['runs of white space count once', seen({ textRegions: lines(`a${' '.repeat(200)}b`) }), []],
    ['code points count, not bytes', seen({ textRegions: lines('漢'.repeat(100)) }), []],
    ['emoji count once each', seen({ textRegions: lines('🐶'.repeat(100)) }), []],
    ['a sure receipt goes on', seen({ kind: 'receipt' }), ['receipt-like']],
    ['a sure form goes on', seen({ kind: 'form' }), ['form-like']],
    ['a sure table goes on', seen({ kind: 'table' }), ['table-like']],
    ['a sure chart goes on', seen({ kind: 'chart' }), ['chart-like']],
    ['a sure document goes on', seen({ kind: 'document' }), ['document-like']],
    ['a guessed receipt without words for it stays', seen({ kind: 'receipt', score: 0.2 }), []],
    ['text like a receipt goes on in any picture', seen({ textRegions: RECEIPT }), ['receipt-like']],
    ['amounts without a total stay', seen({ textRegions: lines('Milk 1.29', 'Bread 2.50') }), []],
    ['text like a form goes on', seen({ textRegions: FORM }), ['form-like']],
    ['rows and columns go on', seen({ textRegions: TABLE }), ['table-like']],
    ['a list in one column stays', seen({ textRegions: lines('one', 'two', 'three', 'four') }), []],
    ['running text goes on', seen({ textRegions: lines(...LETTER) }), ['much-text', 'document-like']],
    ['a screenshot with little text stays', seen({ kind: 'screenshot', textRegions: lines('OK') }), []],
    [
      'several reasons are all named',
      seen({ detections: things(7), textRegions: lines('x'.repeat(243)), kind: 'receipt' }),
      ['many-objects', 'much-text', 'receipt-like'],
    ],
  ]
  it.each(cases)('%s', (_name, perception, reasons) => {
    const decision = decideTriage(perception, DEFAULTS)
    expect(decision.reasons).toEqual(reasons)
    expect(decision.needsReasoning).toBe(reasons.length > 0)
  })

  it('follows the thresholds a person set', () => {
    const perception = seen({ detections: things(3), textRegions: RECEIPT })
    expect(decideTriage(perception, { ...DEFAULTS, maxObjects: 2, documentLike: false }).reasons).toEqual([
      'many-objects',
    ])
  })

  it.each([
    [
      seen({ detections: things(7), textRegions: lines('x'.repeat(243)) }),
      '7 objects (more than 5) and 243 characters of text (more than 100).',
    ],
    [
      seen({ kind: 'receipt', evidence: ['11 prices', 'the word TOTAL'] }),
      'Looks like a receipt (11 prices, the word TOTAL).',
    ],
    [
      seen({ detections: things(1) }),
      '1 object and 0 characters of text: nothing that asks for a deep reading.',
    ],
  ])('explains itself in a sentence (%#)', (perception, sentence) => {
    expect(decideTriage(perception, DEFAULTS).explanation).toBe(sentence)
  })
})
