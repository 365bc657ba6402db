import { expect, it } from 'vitest'
import { amountOf } from './amount-of.ts'

it.each<[string, number | null, string | null]>([
  ['7', 7, null],
  ['-3.5', -3.5, null],
  ['€ 54.20', 54.2, 'EUR'],
  ['54,20 €', 54.2, 'EUR'],
  ['EUR 1.234,50', 1234.5, 'EUR'],
  ['1,234.50 CHF', 1234.5, 'CHF'],
  ['$20', 20, 'USD'],
  ['12 %', 12, '%'],
  ['12.03.2024', null, null],
  ['2024-03-12', null, null],
  ['No. 4711', null, null],
  ['three', null, null],
  ['EUR', null, null],
])('%s is %s of %s', (value, number, unit) => {
  expect(amountOf(value)).toEqual({ number, unit })
})
