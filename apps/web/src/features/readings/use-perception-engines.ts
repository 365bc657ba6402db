'use client'
import { useQuery } from '@tanstack/react-query'
import type { EngineName } from '@vitrine/contracts'
import { useTRPC } from '~/trpc/client.tsx'
import { perceptionEngines } from './perception-engines.ts'

/** Engines come and go with downloads: what was known a minute ago is asked again. */
const STALE_MS = 60_000

/** The engines a person may choose between; empty while there is no choice, or none is known. */
export function usePerceptionEngines(): readonly EngineName[] {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.models.report.queryOptions(undefined, { staleTime: STALE_MS }))
  const engines = perceptionEngines(data?.models ?? [])
  return engines.length > 1 ? engines : []
}
