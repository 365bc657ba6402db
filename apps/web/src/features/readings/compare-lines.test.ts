import { describe, expect, it } from 'vitest'
import { compareLines } from './compare-lines.ts'

/** `= same`, `- gone`, `+ added`. */
const signs = { same: '=', gone: '-', added: '+' }
const compare = (former: string, present: string) =>
  compareLines(former.split('|').filter(Boolean), present.split('|').filter(Boolean))
    .map(({ change, text }) => `${signs[change]}${text}`)
    .join(' ')

describe('compareLines', () => {
  it.each([
    ['nothing in either', '', '', ''],
    ['the same', 'a|b', 'a|b', '=a =b'],
    ['all new', '', 'a|b', '+a +b'],
    ['all gone', 'a|b', '', '-a -b'],
    ['one line read better', 'a|T0TAL|c', 'a|TOTAL|c', '=a -T0TAL +TOTAL =c'],
    ['a line found in the middle', 'a|c', 'a|b|c', '=a +b =c'],
    ['a line lost at the end', 'a|b|c', 'a|b', '=a =b -c'],
    ['a line that moved', 'a|b|c', 'c|a|b', '+c =a =b -c'],
    ['several islands', 'a|x|b|y|c', 'a|b|z|c|d', '=a -x =b -y +z =c +d'],
    ['the same line twice', 'a|a|b', 'a|b|a', '=a -a =b +a'],
    ['spaces only', ' a  b', 'a b', '=a b'],
  ])('%s', (_name, former, present, expected) => {
    expect(compare(former, present)).toBe(expected)
  })

  it('compares very long texts as sets, without waiting for minutes', () => {
    const former = Array.from({ length: 3000 }, (_, index) => `former ${index}`)
    const present = Array.from({ length: 3000 }, (_, index) => `new ${index}`)
    const lines = compareLines([...former, 'shared'], ['shared', ...present])
    expect(lines.filter(({ change }) => change === 'gone')).toHaveLength(3000)
    expect(lines.filter(({ change }) => change === 'same')).toEqual([{ change: 'same', text: 'shared' }])
    expect(lines.filter(({ change }) => change === 'added')).toHaveLength(3000)
  })
})
