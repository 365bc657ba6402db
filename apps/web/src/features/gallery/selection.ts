/** Which pictures are chosen. Pure: the grid dispatches, this decides. */
import type { Selection } from '@vitrine/contracts'

export interface SelectionState {
  /** The pictures chosen by hand. */
  ids: ReadonlySet<number>
  /** When set, everything this query finds is chosen, loaded or not, and `ids` is empty. */
  allOf: string | null
  /** Where a range starts: the picture that was touched last. */
  anchor: number | null
}

export type SelectionAction =
  | { type: 'toggle'; id: number; loaded: readonly number[] }
  /** From the anchor to `id`, in the order of the grid; adds to what is chosen. */
  | { type: 'range'; id: number; loaded: readonly number[] }
  | { type: 'all'; query: string }
  | { type: 'some'; ids: readonly number[] }
  | { type: 'clear' }
  /** These are gone. */
  | { type: 'forget'; ids: readonly number[] }

export const emptySelection: SelectionState = { ids: new Set(), allOf: null, anchor: null }

/** The next state; the same object when nothing changes. */
export function reduceSelection(state: SelectionState, action: SelectionAction): SelectionState {
  switch (action.type) {
    case 'toggle':
      return toggle(state, action.id, action.loaded)
    case 'range':
      return range(state, action.id, action.loaded)
    case 'all':
      return { ids: new Set(), allOf: action.query, anchor: state.anchor }
    case 'some':
      return { ids: new Set(action.ids), allOf: null, anchor: action.ids.at(-1) ?? null }
    case 'clear':
      return isEmpty(state) && state.anchor === null ? state : emptySelection
    case 'forget':
      return forget(state, action.ids)
  }
}

function toggle(state: SelectionState, id: number, loaded: readonly number[]): SelectionState {
  // Taking one out of "everything" leaves what can be named: the loaded ones.
  const ids = new Set(state.allOf === null ? state.ids : loaded)
  if (!ids.delete(id)) ids.add(id)
  return { ids, allOf: null, anchor: id }
}

function range(state: SelectionState, id: number, loaded: readonly number[]): SelectionState {
  if (state.allOf !== null) return state
  const from = state.anchor === null ? -1 : loaded.indexOf(state.anchor)
  const to = loaded.indexOf(id)
  if (to < 0) return state
  if (from < 0) return { ids: new Set([...state.ids, id]), allOf: null, anchor: id }
  const between = loaded.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...state.ids, ...between]), allOf: null, anchor: state.anchor }
}

function forget(state: SelectionState, gone: readonly number[]): SelectionState {
  if (!gone.some((id) => state.ids.has(id))) return state
  const ids = new Set(state.ids)
  for (const id of gone) ids.delete(id)
  return { ...state, ids }
}

/** Whether nothing is chosen. */
export function isEmpty(state: SelectionState): boolean {
  return state.ids.size === 0 && state.allOf === null
}

/** Whether a picture of the grid is chosen. */
export function isSelected(state: SelectionState, id: number): boolean {
  return state.allOf !== null || state.ids.has(id)
}

/** What to send to the server; null when nothing is chosen. */
export function toSelection(state: SelectionState): Selection | null {
  if (state.allOf !== null) return { query: state.allOf }
  return state.ids.size > 0 ? { ids: [...state.ids] } : null
}
