'use client'
/** A name in an answer that has a place on a picture: it lights up when it is pointed at, and stays when pressed. */
import type { Citation } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { createContext, type ReactNode, useContext } from 'react'
import { type Grounding, placesOf } from './grounding.ts'
import { useIsPinned, useLights } from './lights.tsx'

/** What the chips of one answer stand for. */
export interface AnswerGround {
  grounding: Grounding
  citations: readonly Citation[]
  /** Brings a picture into view. */
  onReveal: (imageId: number) => void
}

const GroundContext = createContext<AnswerGround | null>(null)
export const AnswerGroundProvider = GroundContext.Provider

/** "dog: 2 places on the pictures". */
function nameChip(label: string, count: number): string {
  return `${label}: ${count === 1 ? 'one place' : `${count} places`} on the pictures`
}

export function AnswerChip({ target, children }: { target: string; children: ReactNode }) {
  const ground = useContext(GroundContext)
  const lights = useLights()
  const places = ground ? placesOf(target, ground.grounding, ground.citations) : []
  const isPinned = useIsPinned(places)
  const [first] = places
  if (!ground || !first) return <>{children}</>
  const isCitation = target.startsWith('citation:')
  const label = typeof children === 'string' ? children : first.label
  const lit = { label, places }
  return (
    <button
      type="button"
      aria-label={
        isCitation ? `Source ${label}: ${first.label || 'the picture'}` : nameChip(label, places.length)
      }
      aria-pressed={isPinned}
      title={isCitation ? first.label : undefined}
      className={cn(
        'inline cursor-pointer rounded-sm px-0.5 underline decoration-2 decoration-accent/60 decoration-dotted underline-offset-4 transition-colors hover:bg-mark',
        isPinned && 'bg-mark decoration-solid',
        isCitation && 'mx-0.5 text-accent-ink text-xs no-underline',
      )}
      onPointerEnter={() => lights.point(lit)}
      onPointerLeave={() => lights.point(null)}
      onFocus={() => lights.point(lit)}
      onBlur={() => lights.point(null)}
      onClick={() => {
        lights.pin(lit)
        ground.onReveal(first.imageId)
      }}
    >
      {children}
    </button>
  )
}
