import { describe, expect, it } from 'vitest'
import { type AmountHints, findDecimalMark, parseAmount } from './amount.ts'

describe('parseAmount', () => {
  it.each<[string, number, string | null]>([
    ['1.234,50 €', 1234.5, 'EUR'],
    ['1,234.50', 1234.5, null],
    ['$1,234.50', 1234.5, 'USD'],
    ['EUR 21.05', 21.05, 'EUR'],
    ['21,05EUR', 21.05, 'EUR'],
    ['£5', 5, 'GBP'],
    ["CHF 1'234.50", 1234.5, 'CHF'],
    ['1 234,50 zł', 1234.5, 'PLN'],
    ['12 345 678', 12_345_678, null],
    ['₹1,23,456.00', 123_456, 'INR'],
    ['1.234.567', 1_234_567, null],
    ['-5.00', -5, null],
    ['−5,00 €', -5, 'EUR'],
    ['€-5.00', -5, 'EUR'],
    ['5.00-', -5, null],
    ['(5.00)', -5, null],
    ['5,- €', 5, 'EUR'],
    ['19 %', 19, '%'],
    ['0.500 kg', 0.5, 'kg'],
    ['1234.567', 1234.567, null],
    ['1,234', 1234, null],
    ['1.234 €', 1234, 'EUR'],
    ['-0', 0, null],
    ['3 x', 3, 'x'],
  ])('reads %s', (text, number, unit) => {
    expect(parseAmount(text, { decimalMark: null })).toEqual({ number, unit })
  })

  it.each([
    ['a date', '12.03.2024'],
    ['another date', '2024-03-12'],
    ['a time', '14:05'],
    ['a number of something', 'No. 4711'],
    ['leading zeros', '00423'],
    ['groups that are none', '1.23.4567'],
    ['a phone number', '030 1234567'],
    ['a long number', '4006381333931123'],
    ['words', 'two'],
    ['a unit that is not known', '5 wombats'],
    ['nothing', ''],
    ['what could be either', '1.234'],
    ['what could be either, with a unit', '1.234 kg'],
  ])('gives no number for %s', (_name, text) => {
    expect(parseAmount(text, { decimalMark: null })).toEqual({ number: null, unit: null })
  })

  it.each<[string, string, AmountHints, number]>([
    ['by the other amounts', '1.234', { decimalMark: ',' }, 1234],
    ['by the other amounts', '1,234', { decimalMark: ',' }, 1.234],
    ['by what the model took it for', '1.234', { decimalMark: null, number: 1.234 }, 1.234],
    ['against a model that makes things up', '1,234', { decimalMark: null, number: 99 }, 1234],
  ])('settles doubt %s', (_name, text, hints, number) => {
    expect(parseAmount(text, hints).number).toBe(number)
  })
})

describe('findDecimalMark', () => {
  it.each<[readonly string[], ',' | '.' | null]>([
    [['1.234', '21,05 €'], ','],
    [['1,234', '21.05'], '.'],
    [['1.234,50'], ','],
    [['1.234', '5'], null],
    [['1,5', '1.5'], null],
    [['12.03.2024', 'milk'], null],
  ])('of %j is %s', (texts, mark) => {
    expect(findDecimalMark(texts)).toBe(mark)
  })
})
