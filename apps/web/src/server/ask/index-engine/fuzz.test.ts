import { describe, expect, it } from 'vitest'
import { answerFromIndex } from './answer.ts'
import { bakery, columns, garden, hotel, image, line, screenshot, street, thing } from './fixtures.ts'
import { planSearch } from './plan-search.ts'
import { isKnownThing } from './words.ts'

const PIECES =
  'how many|which of these|what colour is the|is there a|where is|the|of|in|and|or|not|over|50|€|more than two|dogs|red car|total|tax|compare|say|"|“|”|(|)|-|:|\\|`|*|[1]|$$|#|\n|\u0000|\u202e|𝔊|日本語|été|wie viele|où est|cuántos|last|second picture|from 2024 to|field:total>|object:|picture-1.jpg|…|?|  |9999999999'.split(
    '|',
  )

/** Numbers that are the same in every run (Park and Miller, 1988). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function questionsFrom(seed: number, count: number): string[] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 12) },
      () => PIECES[Math.floor(random() * PIECES.length)],
    ).join(random() < 0.8 ? ' ' : ''),
  )
}

const all = [garden, bakery, hotel, street, columns, screenshot]
const search = { query: 'dogs', by: 'rules', total: 6, isTotalExact: true, hits: [], seen: 6 } as const

describe('whatever is asked', () => {
  it('is answered, and every citation is pointed to', () => {
    for (const question of questionsFrom(7, 1500)) {
      const plan = planSearch(question, { isLabel: isKnownThing, nowMs: 0 })
      expect(plan.query.length).toBeLessThan(2000)
      for (const asked of [
        { question, images: all, search: null },
        { question, images: all, search: { ...search, hits: [...search.hits] } },
        { question: 'And cats?', earlier: [question, question], images: [garden], search: null },
      ]) {
        const { text, citations } = answerFromIndex(asked, asked.search ? plan : null)
        expect(text.length).toBeGreaterThan(0)
        for (const { number } of citations) expect(text).toContain(`[${number}]`)
      }
    }
  })

  it.each([
    ['spaces', `how many${' '.repeat(20_000)}dogs`],
    ['one word again and again', 'which of these has the '.repeat(900)],
    ['numbers', 'over 1.111,'.repeat(1800)],
    ['quotes', '"a" “b” '.repeat(2500)],
    ['letters', 'a'.repeat(20_000)],
    ['names', `from ${'Ab '.repeat(6000)}`],
    ['places', `how many dogs ${'in it '.repeat(3000)}`],
  ])('is answered of many large pictures when it is long: %s', (_name, question) => {
    const large = image(9, [
      ...Array.from({ length: 400 }, (_none, index) =>
        line(`Line ${index} of total 9.99 ${index}.50`, index / 500),
      ),
      ...Array.from({ length: 200 }, (_none, index) => thing('dog', index / 300, 0.5)),
    ])
    const images = Array.from({ length: 60 }, () => large)
    const plan = planSearch(question, { isLabel: isKnownThing, nowMs: 0 })
    expect(answerFromIndex({ question, images, search: null }).text).not.toBe('')
    expect(
      answerFromIndex({ question, images, search: { ...search, hits: [] } }, plan).text.length,
    ).toBeLessThan(40_000)
  })
})
