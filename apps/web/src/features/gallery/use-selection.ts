'use client'
/** The choice of pictures on the gallery: state, clicks and keys together. */
import type { ImageCard } from '@vitrine/contracts'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { asksForReread } from '../readings/readings-words.ts'
import type { CardPress } from './image-card.tsx'
import type { PagedHits } from './paged-hits.ts'
import { emptySelection, isEmpty, isSelected, reduceSelection, toSelection } from './selection.ts'
import { useTrash } from './use-bulk-actions.ts'
import { useGalleryKeys } from './use-gallery-keys.ts'

export function useSelection(hits: PagedHits, query: string) {
  const [state, dispatch] = useReducer(reduceSelection, emptySelection)
  // Chosen from the toolbar, the mode holds with nothing chosen yet: the way for fingers, which can't hover.
  const [isAsked, setIsAsked] = useState(false)
  const focused = useRef(0)
  const latest = useRef(hits)
  useEffect(() => {
    latest.current = hits
  }, [hits])

  const clear = useCallback(() => {
    dispatch({ type: 'clear' })
    setIsAsked(false)
  }, [])
  const press = useCallback(({ id, kind }: CardPress) => {
    dispatch({ type: kind, id, loaded: latest.current.ids() })
  }, [])
  const selectAll = useCallback(() => dispatch({ type: 'all', query }), [query])
  const trashing = useTrash((ids) => {
    dispatch({ type: 'forget', ids })
    clear()
  })
  const selection = useMemo(() => toSelection(state), [state])
  const trash = () => {
    if (selection && !trashing.isPending) trashing.mutate(selection)
  }
  useGalleryKeys({
    onAll: selectAll,
    onClear: clear,
    onDelete: trash,
    onToggle: () => {
      const id = hits.at(focused.current)?.image.id
      if (id !== undefined) dispatch({ type: 'toggle', id, loaded: hits.ids() })
    },
  })
  /** Whether, as far as is known here, one of the chosen pictures awaits a decision between two readings. */
  const isUndecided = useMemo(() => {
    const isChosen = (image: ImageCard) => image.hasTwoReadings && isSelected(state, image.id)
    return !isEmpty(state) && (asksForReread(query) || hits.some(isChosen))
  }, [state, query, hits])
  return {
    state,
    selection,
    isUndecided,
    isSelecting: isAsked || !isEmpty(state),
    begin: useCallback(() => setIsAsked(true), []),
    clear,
    press,
    selectAll,
    trash,
    setFocused: useCallback((index: number) => {
      focused.current = index
    }, []),
  }
}
