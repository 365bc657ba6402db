/** How much of a prompt need not be read again, as far as can be told before the library is asked: pure. */
import type { SizedPicture } from './pictures.ts'
import { MARKER } from './prompt.ts'
import type { Read } from './states.ts'
import type { PromptTokens } from './tokens.ts'

/** A prompt with its pictures in it. */
export function nameOf(prompt: string, pictures: readonly Pick<SizedPicture, 'name'>[]): string {
  let at = 0
  return prompt.replaceAll(MARKER, () => `<${pictures[at++]?.name}>`)
}

/**
 * All of the last prompt when this one goes on from it; its pictures, with what is before and between them, when only
 * words behind them have changed. A picture more or less makes the library look at all of them again.
 * @returns Tokens.
 */
export function expectKnown(
  last: Read | undefined,
  {
    text,
    pictures,
    tokens,
  }: {
    text: string
    pictures: readonly Pick<SizedPicture, 'name'>[]
    tokens: Pick<PromptTokens, 'afterPicture'>
  },
): number {
  if (last?.pictures !== pictures.length) return 0
  if (nameOf(text, pictures).startsWith(last.prompt)) return last.tokens
  if (pictures.length === 0) return 0
  const upToPictures = text.slice(0, text.lastIndexOf(MARKER) + MARKER.length)
  return last.prompt.startsWith(nameOf(upToPictures, pictures)) ? (tokens.afterPicture.at(-1) ?? 0) : 0
}
