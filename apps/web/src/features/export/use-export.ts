'use client'
/** An export from its count to its end. */
import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import type { ExportProgress, ExportRequest, ExportSelection } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'

const POLL_MS = 700

const isUnderWay = (progress: ExportProgress | undefined) =>
  progress === undefined || progress.state === 'ready' || progress.state === 'running'

/** The browser saves what comes; the page stays where it is. */
function download(ticket: string): void {
  const link = document.createElement('a')
  link.href = `/api/v1/export?${new URLSearchParams({ ticket })}`
  link.download = ''
  link.click()
}

/** How many images an export would be of. Those chosen by hand are counted here: their list is too long for an address. */
export function useExportCount(selection: ExportSelection): { count: number | null; error: unknown } {
  const trpc = useTRPC()
  const isByHand = 'ids' in selection
  // A search that was counted a while ago may find more by now.
  const counted = useQuery(
    trpc.exports.count.queryOptions(isByHand ? skipToken : selection, { staleTime: 0, gcTime: 0 }),
  )
  return isByHand
    ? { count: selection.ids.length, error: null }
    : { count: counted.data?.count ?? null, error: counted.error }
}

export function useExport() {
  const trpc = useTRPC()
  const [ticket, setTicket] = useState<string | null>(null)
  const prepare = useMutation(
    trpc.exports.prepare.mutationOptions({
      onSuccess: (prepared) => {
        download(prepared.ticket)
        setTicket(prepared.ticket)
      },
      onError: (error) => void toast.error('The export could not begin', { description: messageOf(error) }),
    }),
  )
  const progress = useQuery(
    trpc.exports.progress.queryOptions(
      { ticket: ticket ?? '' },
      {
        enabled: ticket !== null,
        gcTime: 0,
        refetchInterval: ({ state }) => (isUnderWay(state.data) && !state.error ? POLL_MS : false),
      },
    ),
  )
  return {
    begin: (request: ExportRequest) => prepare.mutate(request),
    isBeginning: prepare.isPending,
    /** Null before it has begun. */
    progress: ticket === null ? null : (progress.data ?? { state: 'ready' as const, done: 0, count: 0 }),
    /** Back to what can be chosen. */
    reset: () => setTicket(null),
  }
}
