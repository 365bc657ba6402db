import { SearchField } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { exampleGroups } from './field-examples.ts'

const examples = exampleGroups.flatMap((group) => group.examples.map(({ example }) => example))
const fieldOf = (example: string) => /^([a-z]+)[:<>]/.exec(example)?.[1]

describe('the search help', () => {
  it('shows every field there is, and none that is not', () => {
    const shown = new Set(examples.map(fieldOf).filter((name) => name !== undefined))
    expect([...shown].toSorted()).toEqual(SearchField.options.toSorted())
  })

  it('shows nothing twice', () => {
    expect(new Set(examples).size).toBe(examples.length)
  })
})
