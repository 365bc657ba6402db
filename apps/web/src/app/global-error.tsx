'use client'
/** When even the frame fails, mostly because the database does not open: no styles but these. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <html lang="en">
      <body
        style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '32rem', margin: '20vh auto', padding: 24 }}
      >
        <title>Vitrine</title>
        <h1 style={{ fontSize: '1.25rem' }}>Vitrine could not show this page</h1>
        {/* What fails in the server has a digest; what fails in the browser has none. */}
        {error.digest ? (
          <p>The log of the server says why. Most often the data folder can't be read or written.</p>
        ) : (
          <p>Something went wrong in the browser. Nothing of the library is lost.</p>
        )}
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  )
}
