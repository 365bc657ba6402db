'use client'
/** How a person likes the grid, kept in this browser. */
import * as z from 'zod'
import { createBrowserMemory } from '../shell/browser-memory.ts'

export const Density = z.enum(['compact', 'comfortable', 'large'])
export type Density = z.infer<typeof Density>

const Preferences = z.object({
  density: Density.catch('comfortable'),
  /** Whether headings tell the days apart. */
  byDay: z.boolean().catch(true),
  /** Whether the facets stand beside the grid on wide screens. */
  facets: z.boolean().catch(true),
})
export type Preferences = z.infer<typeof Preferences>

const memory = createBrowserMemory('vitrine.gallery', Preferences, Preferences.parse({}))

/** What is stored, or the defaults where it is nothing that can be understood. */
export const readPreferences = memory.read

/** The preferences and how to change some; another tab's changes arrive, too. */
export function usePreferences() {
  const [preferences, change] = memory.use()
  return { ...preferences, change }
}
