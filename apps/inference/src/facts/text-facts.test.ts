import type { TextRegion } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { gatherTextFacts, measureTable } from './text-facts.ts'

/** A line of text at a place, all as shares of the picture. */
function region(text: string, x = 0.1, y = 0.1, width = 0.2, height = 0.04): TextRegion {
  return {
    text,
    score: 0.99,
    quad: [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ],
  }
}

describe('gatherTextFacts', () => {
  it.each([
    [['£1.89', '3,45', '€ 7.99', '$12'], 4],
    [['Version 2.10.4', '12.5 %', '99.50 mm'], 0],
    [['Total 1234.56'], 1],
  ])('counts the prices of %j', (texts, prices) => {
    expect(
      gatherTextFacts(
        texts.map((text) => region(text)),
        texts.length,
      ).prices,
    ).toBe(prices)
  })

  it('collects telling words once, as they stand there', () => {
    const facts = gatherTextFacts(
      [region('SUBTOTAL'), region('Total'), region('TOTAL due'), region('VAT 20%')],
      4,
    )
    expect(facts.receiptWords).toEqual(['SUBTOTAL', 'TOTAL', 'VAT'])
  })

  it('adds up how much of the picture text covers', () => {
    const facts = gatherTextFacts([region('a', 0, 0, 0.5, 0.1), region('b', 0, 0.5, 0.5, 0.1)], 2)
    expect(facts.cover).toBeCloseTo(0.1)
    expect(facts.characters).toBe(2)
  })
})

describe('measureTable', () => {
  const grid = (rows: number, columns: readonly number[]) =>
    Array.from({ length: rows }, (_, row) =>
      columns.map((x) => region('1.0', x, 0.1 + row * 0.1, 0.08)),
    ).flat()

  it('counts rows whose cells stand in columns', () => {
    expect(measureTable(grid(5, [0.1, 0.4, 0.7]))).toEqual({ rows: 5, columns: 3 })
  })

  it.each([
    ['two columns', grid(6, [0.1, 0.6])],
    ['two rows', grid(2, [0.1, 0.4, 0.7])],
    [
      'scattered words',
      [0.1, 0.17, 0.29].flatMap((shift, row) =>
        [0, 0.23, 0.41].map((x) => region('x', x + shift, 0.1 + row * 0.1, 0.05)),
      ),
    ],
  ])('does not take %s for a table', (_, regions) => {
    expect(measureTable(regions).rows).toBe(0)
  })
})
