import { ReasoningStatus } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { isUnderWay, nextStep, numericColumns } from './deep-reading-words.ts'

describe('the next step', () => {
  it.each([
    ['unknown', false, null, false],
    ['not-needed', false, 'Read deeply', false],
    ['not-needed', true, 'Read deeply again', false],
    ['waiting', false, null, true],
    ['queued', false, null, true],
    ['running', true, null, true],
    ['done', true, 'Read deeply again', false],
    ['failed', false, 'Try again', false],
    ['skipped', false, 'Read deeply', false],
  ] as const)('of %s, read before: %s, is %s, skip: %s', (status, hasReading, read, canSkip) => {
    expect(nextStep(status, hasReading)).toMatchObject({ read, canSkip })
  })

  it('can be skipped exactly while it is under way', () => {
    for (const status of ReasoningStatus.options)
      expect([status, nextStep(status, false).canSkip]).toEqual([status, isUnderWay(status)])
  })

  it('says that what is shown is the reading before', () => {
    expect(nextStep('queued', true).note).toContain('This is the one before.')
    expect(nextStep('queued', false).note).not.toContain('before')
  })
})

describe('columns of numbers', () => {
  it.each([
    [[['Bread', '3.20']], [false, true]],
    [
      [
        ['1', '€ 3.20'],
        ['2', '-4 %'],
      ],
      [true, true],
    ],
    [
      [
        ['1', ''],
        ['', '7'],
      ],
      [true, true],
    ],
    [
      [
        ['1', 'x'],
        ['2', '7'],
      ],
      [true, false],
    ],
    [[['', '']], [false, false]],
    [[], [false, false]],
  ])('in %j are %j', (rows, expected) => {
    expect(numericColumns(2, rows)).toEqual(expected)
  })
})
