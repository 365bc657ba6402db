'use client'
import { Spinner } from '@vitrine/ui/spinner'
import { useConnection } from './live-provider.tsx'

/** Says, without shouting, that the page no longer follows what happens. */
export function ConnectionNotice() {
  const isLost = useConnection() === 'lost'
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-16 z-40 flex justify-center">
      {isLost ? (
        <span className="pop pointer-events-auto inline-flex items-center gap-2 rounded-full border border-line bg-raised px-3 py-1.5 text-ink-soft text-xs shadow-md">
          <Spinner className="size-3.5" />
          Connection lost. Reconnecting…
        </span>
      ) : null}
    </div>
  )
}
