'use client'
/** What is lit on the pictures. Chips light it and pictures show it; neither draws anew for the other. */
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
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
    this.#pinned = lit !== null && lit.label === this.#pinned?.label && isSame(lit, this.#pinned) ? null : lit
    this.#pointed = null
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

const isSame = (a: Lit, b: Lit) =>
  a.places.length === b.places.length && a.places.every((place, index) => place === b.places[index])

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

/** What stays lit; it does not change while one merely points. */
export function usePinned(): Lit | null {
  const lights = useLights()
  return useSyncExternalStore(lights.subscribe, lights.pinned, lights.pinned)
}

/** What is lit now. */
export function useLit(): { shown: Lit | null; pinned: Lit | null } {
  const lights = useLights()
  return {
    shown: useSyncExternalStore(lights.subscribe, lights.shown, lights.shown),
    pinned: usePinned(),
  }
}
