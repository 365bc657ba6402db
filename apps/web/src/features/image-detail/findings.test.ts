import { describe, expect, it } from 'vitest'
import { listFacts } from './facts.tsx'
import { placeOf, readFindings } from './findings.ts'
import { countLabels } from './found-lists.tsx'
import { annotations, makeDetail } from './image-fixture.ts'
import { groupProvenance } from './provenance.ts'

const byAda = { by: 'person', name: 'Ada' } as const

describe('readFindings', () => {
  it('sorts annotations by what they are, in their order', () => {
    const findings = readFindings(annotations.toReversed())
    expect(findings.detections.map((mark) => mark.id)).toEqual([10, 11, 12])
    expect(findings.textRegions.map((mark) => mark.text)).toEqual(['TOTAL 12.50', 'Thank you'])
    expect(findings.kind?.decision.kind).toBe('receipt')
  })

  it('keeps a person’s words beside the model’s', () => {
    const { caption } = readFindings([
      ...annotations,
      {
        id: 99,
        body: { type: 'caption', text: 'Rex and Bo.', template: false },
        source: byAda,
        position: 0,
        createdAt: 5,
      },
    ])
    expect(caption.person?.text).toBe('Rex and Bo.')
    expect(caption.models.map((written) => [written.text, written.isTemplate])).toEqual([
      ['Two dogs and a cup.', true],
    ])
  })
})

describe('placeOf', () => {
  it('is the box of an object, the box around a line of text, and nothing for the rest', () => {
    const findings = readFindings(annotations)
    const [detection] = findings.detections
    const [line] = findings.textRegions
    expect(placeOf(findings, detection?.id ?? 0)).toEqual(detection?.box)
    const around = placeOf(findings, line?.id ?? 0)
    expect(line?.quad.every(([x, y]) => x >= (around?.x ?? 1) && y >= (around?.y ?? 1))).toBe(true)
    expect(placeOf(findings, 424_242)).toBeNull()
  })
})

describe('groupProvenance', () => {
  it('makes one row for each kind of annotation and source', () => {
    const rows = groupProvenance(annotations)
    expect(rows.map((row) => [row.what, row.count])).toEqual([
      ['caption', 1],
      ['detection', 3],
      ['text-region', 2],
      ['kind', 1],
    ])
  })

  it('keeps persons and models apart', () => {
    const [first] = annotations
    const rows = groupProvenance(first ? [first, { ...first, id: 2, source: byAda }] : [])
    expect(rows).toHaveLength(2)
  })
})

describe('countLabels', () => {
  it('puts the most frequent first', () => {
    expect(countLabels(readFindings(annotations).detections)).toEqual([
      { label: 'dog', count: 2 },
      { label: 'cup', count: 1 },
    ])
  })
})

describe('listFacts', () => {
  it('leaves out what is not known', () => {
    const names = listFacts(makeDetail()).map((fact) => fact.name)
    expect(names).toContain('Camera')
    expect(names).not.toContain('Taken')
    expect(names).not.toContain('Page')
  })
})
