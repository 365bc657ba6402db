/**
 * Server-sent events, as far as model servers use them: the data of each event.
 * Format: WHATWG HTML, section 9.2.6 "Interpreting an event stream".
 */

/** An answer comes in pieces of a few words: an event beyond this is no part of one. */
const MAX_EVENT_CHARS = 8_000_000

/** Takes bytes cut anywhere, CRLF, LF or CR, comments, and a last event without its blank line. */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  let data: string[] = []
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true })
    // A CR at the end may be the first half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > MAX_EVENT_CHARS) throw new Error('An event of the stream is longer than any answer.')
    for (const line of lines) {
      if (line === '' && data.length > 0) {
        yield data.join('\n')
        data = []
      } else take(line, data)
    }
  }
  for (const line of (rest + decoder.decode()).split(/\r\n|\n|\r/)) take(line, data)
  if (data.length > 0) yield data.join('\n')
}

/** Comments, and fields other than the data, say nothing here. */
function take(line: string, data: string[]): void {
  if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5))
  else if (line === 'data') data.push('')
}
