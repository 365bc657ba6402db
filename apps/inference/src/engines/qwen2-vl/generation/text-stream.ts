/** From tokens to text, as they come: a token may end in the middle of a character, which then waits for the next. */

export class TextStream {
  readonly #bytesOf: (id: number) => Uint8Array | null
  // A mark of the byte order is a character of the answer like any other.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  #text = ''

  /** @param bytesOf A token's UTF-8; null for what leaves no trace in the text. */
  constructor(bytesOf: (id: number) => Uint8Array | null) {
    this.#bytesOf = bytesOf
  }

  /** What can be read now that could not be read before: whole characters, often none. */
  push(id: number): string {
    const bytes = this.#bytesOf(id)
    const piece = bytes ? this.#decoder.decode(bytes, { stream: true }) : ''
    this.#text += piece
    return piece
  }

  /** All that was read so far. */
  get text(): string {
    return this.#text
  }
}
