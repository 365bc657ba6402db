'use client'
/** When even the frame fails, mostly because the database does not open: no styles but these. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body
        style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '32rem', margin: '20vh auto', padding: 24 }}
      >
        <title>Vitrine</title>
        <h1 style={{ fontSize: '1.25rem' }}>Vitrine could not start this page</h1>
        <p>The log of the server says why. Most often the data folder can't be read or written.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  )
}
