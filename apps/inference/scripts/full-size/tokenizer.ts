/** A golden model's tokenizer with as many words as the real one has. */
import { z } from 'zod'

const Tokenizer = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })),
  model: z.looseObject({ vocab: z.record(z.string(), z.int()) }),
})

/**
 * Fills the vocabulary up to so many words with some that no text has, and moves the special tokens that follow the
 * words behind them.
 */
export function growTokenizer(json: unknown, wanted: number): unknown {
  const tokenizer = Tokenizer.parse(json)
  const words = Object.keys(tokenizer.model.vocab).length
  const fillers = Array.from({ length: wanted - words }, (_none, at) => [`Ġword${words + at}`, words + at])
  const move = (id: number) => (id < words ? id : id + wanted - words)
  return {
    ...tokenizer,
    added_tokens: tokenizer.added_tokens.map((token) => ({ ...token, id: move(token.id) })),
    model: { ...tokenizer.model, vocab: { ...tokenizer.model.vocab, ...Object.fromEntries(fillers) } },
  }
}
