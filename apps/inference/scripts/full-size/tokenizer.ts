/** The golden model's tokenizer with as many words as the real one has. */
import { z } from 'zod'

const Tokenizer = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })),
  model: z.looseObject({ vocab: z.record(z.string(), z.int()) }),
})

/** BART's words; Florence-2's special tokens follow. */
const WORDS = 50_264

/** Fills the vocabulary up with words that no text has, and moves the special tokens behind them. */
export function growTokenizer(json: unknown): unknown {
  const tokenizer = Tokenizer.parse(json)
  const words = Object.keys(tokenizer.model.vocab).length
  const fillers = Array.from({ length: WORDS - words }, (_none, at) => [`Ġword${words + at}`, words + at])
  const move = (id: number) => (id < words ? id : id + WORDS - words)
  return {
    ...tokenizer,
    added_tokens: tokenizer.added_tokens.map((token) => ({ ...token, id: move(token.id) })),
    model: { ...tokenizer.model, vocab: { ...tokenizer.model.vocab, ...Object.fromEntries(fillers) } },
  }
}
