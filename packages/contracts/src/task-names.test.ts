import { describe, expect, test } from 'vitest'
import { RegionText, taskOfName } from './task-names.ts'

describe('names of tasks', () => {
  test.each([
    ['od', 'object-detection'],
    ['object-detection', 'object-detection'],
    ['segment', 'referring-expression-segmentation'],
    ['read-region', 'region-to-ocr'],
    ['ocr', 'ocr'],
    ['juggle', null],
    ['toString', null],
    ['', null],
  ])('%s means %s', (name, task) => {
    expect(taskOfName(name)).toBe(task)
  })
})

describe('regions in writing', () => {
  test.each([
    ['0.1,0.2,0.3,0.4', { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }],
    [' 0, 0, 1, 1 ', { x: 0, y: 0, width: 1, height: 1 }],
    ['0.7,0,0.3,.5', { x: 0.7, y: 0, width: 0.3, height: 0.5 }],
  ])('%s is a box', (text, box) => {
    expect(RegionText.parse(text)).toEqual(box)
  })

  test.each([
    ['', 'nothing'],
    ['0.1,0.2,0.3', 'three numbers'],
    ['0.1,0.2,0.3,0.4,0.5', 'five numbers'],
    ['0.1,,0.3,0.4', 'a number left out'],
    ['10,20,30,40', 'pixels'],
    ['0.1,0.2,0,0.4', 'no width'],
    ['0.8,0.2,0.3,0.4', 'a box that leaves the image'],
    ['a,b,c,d', 'letters'],
  ])('"%s" is none: %s', (text) => {
    expect(RegionText.safeParse(text).error?.issues[0]?.message).toContain('for example')
  })
})
