'use client'
import { ErrorState } from '@vitrine/ui/error-state'

/** A page that failed to render: said in its place, with the frame still standing. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <ErrorState
      heading="h1"
      title="This page could not be shown"
      message={error.digest ? `Something went wrong (${error.digest}).` : 'Something went wrong.'}
      suggestion="The log of the server says more."
      onRetry={reset}
    />
  )
}
