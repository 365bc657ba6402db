import type { PerceptionTask } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { type Description, descriptionOf, setDescription, setTask } from './perception-words.ts'

const usual: PerceptionTask[] = ['object-detection', 'ocr-with-region', 'detailed-caption', 'caption']

describe('setTask', () => {
  it.each<[PerceptionTask, boolean, PerceptionTask[]]>([
    ['dense-region-caption', true, [...usual, 'dense-region-caption']],
    ['object-detection', false, ['ocr-with-region', 'detailed-caption', 'caption']],
    ['caption', true, usual],
  ])('%s: %s', (task, isChosen, tasks) => {
    expect(setTask(usual, task, isChosen)).toEqual(tasks)
  })
})

describe('the description', () => {
  it.each<[Description]>([['none'], ['detailed-caption'], ['more-detailed-caption']])(
    '%s replaces the one before',
    (description) => {
      const tasks = setDescription(usual, description)
      expect(descriptionOf(tasks)).toBe(description)
      expect(tasks.filter((task) => task.endsWith('detailed-caption'))).toHaveLength(
        description === 'none' ? 0 : 1,
      )
    },
  )
})
