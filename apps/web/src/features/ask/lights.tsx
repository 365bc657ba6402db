'use client'
/** What is lit on the pictures. Chips light it and pictures show it; neither draws anew for the other. */
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { isSameBox } from '../tools/region-geometry.ts'
import type { Place } from './grounding.ts'

/** Something named, with where it is. */
export interface Lit {
  label: string
  places: readonly Place[]
}

/** `pinned` stays until it is let go; what is pointed at is shown in its stead while it is. */
export class Lights {
  readonly #listeners = new Set<() => void>()
  #pointed: Lit | null = null
  #pinned: Lit | null = null

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly shown = (): Lit | null => this.#pointed ?? this.#pinned
  readonly pinned = (): Lit | null => this.#pinned

  point(lit: Lit | null): void {
    this.#pointed = lit
    this.#tell()
  }

  /** The same thing again lets it go. */
  pin(lit: Lit | null): void {
    this.#pinned = lit !== null && isSame(lit.places, this.#pinned?.places ?? []) ? null : lit
    this.#pointed = null
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

const isSamePlace = (a: Place, b: Place | undefined) =>
  a.imageId === b?.imageId && a.label === b.label && (a.box === b.box || isSameBox(a.box, b.box ?? undefined))

/** A source is made anew each time it is looked up: what counts is where it points to. */
const isSame = (a: readonly Place[], b: readonly Place[]) =>
  a.length === b.length && a.every((place, index) => isSamePlace(place, b[index]))

const LightsContext = createContext<Lights | null>(null)

export function LightsProvider({ children }: { children: ReactNode }) {
  const [lights] = useState(() => new Lights())
  return <LightsContext value={lights}>{children}</LightsContext>
}

/** The switches, which never change. */
export function useLights(): Lights {
  const lights = useContext(LightsContext)
  if (!lights) throw new Error('useLights needs a LightsProvider above it.')
  return lights
}

/** Whether these places are what stays lit: a chip is drawn anew only when that changes for itself. */
export function useIsPinned(places: readonly Place[]): boolean {
  const lights = useLights()
  const isPinned = () => places.length > 0 && isSame(places, lights.pinned()?.places ?? [])
  return useSyncExternalStore(lights.subscribe, isPinned, isPinned)
}

/** What is lit now. */
export function useLit(): { shown: Lit | null; pinned: Lit | null } {
  const lights = useLights()
  return {
    shown: useSyncExternalStore(lights.subscribe, lights.shown, lights.shown),
    pinned: useSyncExternalStore(lights.subscribe, lights.pinned, lights.pinned),
  }
}
