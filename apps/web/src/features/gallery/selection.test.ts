import { describe, expect, it } from 'vitest'
import {
  emptySelection,
  isSelected,
  reduceSelection,
  type SelectionAction,
  toSelection,
} from './selection.ts'

const loaded = [9, 8, 7, 6, 5]
const after = (...actions: SelectionAction[]) => actions.reduce(reduceSelection, emptySelection)

describe('reduceSelection', () => {
  it.each<[string, SelectionAction[], number[]]>([
    ['chooses one', [{ type: 'toggle', id: 7, loaded }], [7]],
    [
      'takes it back',
      [
        { type: 'toggle', id: 7, loaded },
        { type: 'toggle', id: 7, loaded },
      ],
      [],
    ],
    [
      'ranges down from the anchor',
      [
        { type: 'toggle', id: 8, loaded },
        { type: 'range', id: 6, loaded },
      ],
      [8, 7, 6],
    ],
    [
      'ranges up from the anchor',
      [
        { type: 'toggle', id: 6, loaded },
        { type: 'range', id: 9, loaded },
      ],
      [6, 9, 8, 7],
    ],
    ['ranges without an anchor as one', [{ type: 'range', id: 6, loaded }], [6]],
    [
      'keeps the anchor while the range moves',
      [
        { type: 'toggle', id: 7, loaded },
        { type: 'range', id: 8, loaded },
        { type: 'range', id: 6, loaded },
      ],
      [7, 8, 6],
    ],
    [
      'ignores a range to what is not there',
      [
        { type: 'toggle', id: 7, loaded },
        { type: 'range', id: 99, loaded },
      ],
      [7],
    ],
    ['clears', [{ type: 'toggle', id: 7, loaded }, { type: 'clear' }], []],
    [
      'forgets what is gone',
      [
        { type: 'some', ids: [9, 8] },
        { type: 'forget', ids: [8, 1] },
      ],
      [9],
    ],
    [
      'names the rest when one is taken out of everything',
      [
        { type: 'all', query: 'dog' },
        { type: 'toggle', id: 9, loaded },
      ],
      [8, 7, 6, 5],
    ],
  ])('%s', (_name, actions, expected) => {
    const state = after(...actions)
    expect([...state.ids]).toEqual(expected)
    expect(state.allOf).toBeNull()
  })

  it('sends the query when everything is chosen', () => {
    const state = after({ type: 'all', query: 'dog' })
    expect(toSelection(state)).toEqual({ query: 'dog' })
    expect(isSelected(state, 12345)).toBe(true)
  })

  it('sends nothing when nothing is chosen', () => {
    expect(toSelection(emptySelection)).toBeNull()
  })

  it('is the same object when nothing changes', () => {
    const state = after({ type: 'some', ids: [1] })
    expect(reduceSelection(state, { type: 'forget', ids: [2] })).toBe(state)
    expect(reduceSelection(emptySelection, { type: 'clear' })).toBe(emptySelection)
  })
})
