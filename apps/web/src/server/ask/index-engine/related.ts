/** What is stored and has words of a question in it. Pure. */
import type { Annotation } from '@vitrine/contracts'
import { stemOf } from '@vitrine/db'
import { type Citations, textOf } from './citations.ts'
import { type Numbered, nameOf } from './pictures.ts'
import { asText, wordsOf } from './words.ts'

/** Words too common to point at anything. */
const COMMON = new Set(
  'what which where when why who how does did this that these those with from have has there their they them about your you are was were can could would should will the and for not any some into out all more most just like look looking picture pictures image images photo photos write tell give show make colour color'.split(
    ' ',
  ),
)
const MAX_WORDS = 12
const MAX_EACH = 3
const MAX_ROWS = 6

const shortestFirst = (annotations: readonly Annotation[]) =>
  annotations.toSorted((a, b) => textOf(a.body).length - textOf(b.body).length)

/** A list, the first few of each picture; empty when there is nothing. */
export function relatedTo(question: string, pictures: readonly Numbered[], cites: Citations): string {
  const words = wordsOf(question.slice(0, 400)).filter((word) => word.length > 2 && !COMMON.has(word))
  const wanted = new Set(words.slice(0, MAX_WORDS).map(stemOf))
  if (wanted.size === 0) return ''
  const rows: string[] = []
  for (const picture of pictures) {
    let each = 0
    // A line says it shortest; a caption that quotes it says it again.
    for (const annotation of shortestFirst(picture.image.annotations)) {
      if (rows.length >= MAX_ROWS || each >= MAX_EACH) break
      const { body } = annotation
      if (body.type === 'kind' || body.type === 'table') continue
      if (!wordsOf(textOf(body)).some((word) => wanted.has(stemOf(word)))) continue
      each += 1
      const text = asText(textOf(body).slice(0, 200))
      rows.push(`- ${nameOf(picture)}: ${text} ${cites.mark(picture.image.id, annotation)}`)
    }
  }
  return rows.join('\n')
}
