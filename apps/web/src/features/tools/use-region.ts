'use client'
/** The box a person draws on the picture, and whether they are drawing now. */
import type { Box } from '@vitrine/contracts'
import { useState } from 'react'
import { FIRST_BOX } from './region-geometry.ts'

export interface Region {
  box: Box | null
  /** Whether the picture takes hands for drawing. */
  isDrawing: boolean
  setBox: (box: Box) => void
  /** Begins to draw, or to change the box that is there. */
  draw: () => void
  /** Puts a box into the middle, for those who draw by key. */
  place: () => void
  /** Leaves the box as it is. */
  finish: () => void
  /** Takes the box away; drawing goes on if it was under way, so that another can be drawn. */
  clear: () => void
  /** Takes the box away and stops drawing. */
  stop: () => void
}

const NONE = { box: null, isDrawing: false }

/** The region of one image: another one starts without. */
export function useRegion(imageId: number): Region {
  const [state, setState] = useState<{ imageId: number; box: Box | null; isDrawing: boolean }>({
    imageId,
    ...NONE,
  })
  if (state.imageId !== imageId) setState({ imageId, ...NONE })
  const { box, isDrawing } = state
  const set = (next: Partial<typeof state>) => setState({ ...state, ...next })
  return {
    box,
    isDrawing,
    setBox: (next) => set({ box: next }),
    draw: () => set({ isDrawing: true }),
    place: () => set({ box: box ?? FIRST_BOX, isDrawing: true }),
    finish: () => set({ isDrawing: false }),
    clear: () => set({ box: null }),
    stop: () => set(NONE),
  }
}
