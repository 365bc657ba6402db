'use client'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
/** What is drawn over the picture, what of it is lit, and the switches for both. */
import type { ImageDetail, SearchResponse } from '@vitrine/contracts'
import { useMemo, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { type DetectionMark, type KeptMark, readFindings, type TextMark } from './findings.ts'
import { matchAnnotations } from './match-annotations.ts'
import { passesThreshold } from './overlay-geometry.ts'
import { type Shown, useOverlayPreference } from './overlay-preference.ts'

/** What is lit of some marks, shared by their shapes on the picture and their rows beside it. */
export interface Highlights {
  /** Ids that the search found. */
  matched: ReadonlySet<number>
  /** The one that is pointed at, focused or pinned; null when none is. */
  activeId: number | null
  /** Points at a mark, or at none. */
  point: (id: number | null) => void
  /** Pins a mark, or lets it go when it is pinned. */
  pin: (id: number | null) => void
}

/** The overlays' state. */
export interface Marks extends Highlights {
  detections: readonly DetectionMark[]
  textRegions: readonly TextMark[]
  /** What people keep from tools. */
  kept: readonly KeptMark[]
  /** How many detections the threshold hides. */
  hiddenCount: number
  shown: Shown
  setShown: (shown: Shown) => void
  /** Detections below this score are not drawn, 0..1. */
  threshold: number
  setThreshold: (threshold: number) => void
}

/** Ids the search itself reported for this image, from the pages the gallery has loaded; null when it has none. */
function useReportedMatches(imageId: number, query: string): readonly number[] | null {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  if (query === '') return []
  const searches = queryClient.getQueriesData<InfiniteData<SearchResponse>>(
    trpc.search.query.infiniteQueryFilter({ query }),
  )
  for (const [, search] of searches)
    for (const page of search?.pages ?? [])
      for (const hit of page.hits) if (hit.image.id === imageId) return hit.matchedAnnotationIds
  return null
}

/** The overlays of one image opened from a search. */
export function useMarks(image: ImageDetail, query: string) {
  const findings = useMemo(() => readFindings(image.annotations), [image.annotations])
  const reported = useReportedMatches(image.id, query)
  const matched = useMemo(
    () => (reported === null ? matchAnnotations(query, findings) : new Set(reported)),
    [reported, query, findings],
  )
  const [pointedId, point] = useState<number | null>(null)
  const [pinnedId, setPinnedId] = useState<number | null>(null)
  const [{ shown, threshold }, setOverlay] = useOverlayPreference()

  const detections = findings.detections.filter((mark) => passesThreshold(mark.score, threshold))
  const marks: Marks = {
    detections,
    textRegions: findings.textRegions,
    kept: findings.kept,
    hiddenCount: findings.detections.length - detections.length,
    matched,
    activeId: pointedId ?? pinnedId,
    point,
    pin: (id) => setPinnedId(id === pinnedId ? null : id),
    shown,
    setShown: (next) => setOverlay({ shown: next, threshold }),
    threshold,
    setThreshold: (next) => setOverlay({ shown, threshold: next }),
  }
  return { findings, marks }
}
