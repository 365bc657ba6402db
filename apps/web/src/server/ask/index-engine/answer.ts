/**
 * An answer from nothing but what perception and deep readings have stored: every statement cites what it stands on, and
 * what is not stored is not told. Pure.
 */
import { comparePictures, sumField, tellFact, tellField, whichHas, whichMost } from './answer-facts.ts'
import { describePictures, findText, nameColours, readText, showTables } from './answer-text.ts'
import { countThings, findThing, listThings, locateThing } from './answer-things.ts'
import { Citations, textOf } from './citations.ts'
import type { Intent } from './intent.ts'
import { choosePictures, type Numbered, nameOf, numberPictures } from './pictures.ts'
import type { IndexAnswer, IndexQuestion } from './ports.ts'
import { understand } from './understand.ts'
import { hasWords, plural, wordsOf } from './words.ts'

const HELP =
  'I am the index: no model, only what was read and detected in your pictures. Ask me how many there are of something, ' +
  'whether and where something is, what a picture says, which of them has something or the highest total, what amounts ' +
  'add up to, or to compare pictures. For anything beyond that, choose a model.'
const BEYOND =
  'I can’t tell from the index: it knows what was detected and read in the pictures, and nothing else. A model can look ' +
  'at them: download one on the Models page, or name a server there.'
const NO_PICTURES = 'There is no picture to answer from. Add some, or ask about the whole library.'

export function answerFromIndex({ question, earlier = [], images, search }: IndexQuestion): IndexAnswer {
  const cites = new Citations()
  const { intent, picture } = understand(question, earlier)
  const all = numberPictures(images)
  const pictures = choosePictures(all, picture)
  const text =
    search && !isSocial(intent)
      ? aboutLibrary({ intent, search, pictures: all, question }, cites)
      : about(intent, { pictures, all, question }, cites)
  return { text: text.trim(), citations: cites.all }
}

const isSocial = ({ type }: Intent) => type === 'thanks' || type === 'hello' || type === 'help'

interface Asked {
  pictures: readonly Numbered[]
  all: readonly Numbered[]
  question: string
}

function about(intent: Intent, { pictures, all, question }: Asked, cites: Citations): string {
  switch (intent.type) {
    case 'thanks':
      return 'You’re welcome.'
    case 'hello':
      return `Hello. ${HELP}`
    case 'help':
      return HELP
    case 'count-pictures':
      return `There ${all.length === 1 ? 'is 1 picture' : `are ${all.length} pictures`} in this conversation.`
    default:
      if (all.length === 0) return NO_PICTURES
      if (pictures.length === 0)
        return `There is no such picture: this conversation has ${plural(all.length, 'picture')}.`
      return aboutPictures(intent, { pictures, question }, cites)
  }
}

type PictureIntent = Exclude<Intent, { type: 'thanks' | 'hello' | 'help' | 'count-pictures' }>

function aboutPictures(
  intent: PictureIntent,
  { pictures, question }: Pick<Asked, 'pictures' | 'question'>,
  cites: Citations,
): string {
  switch (intent.type) {
    case 'count':
      return countThings(pictures, intent.thing, cites)
    case 'exists':
      return findThing(pictures, intent.thing, cites)
    case 'where':
      return locateThing(pictures, intent.thing, cites)
    case 'read':
      return readText(pictures, cites)
    case 'find-text':
      return findText(pictures, intent.text, cites)
    case 'describe':
      return describePictures(pictures, cites)
    case 'things':
      return listThings(pictures, cites)
    case 'colours':
      return nameColours(pictures)
    case 'which-has':
      return whichHas(pictures, intent.thing, cites)
    case 'which-most':
      return whichMost(pictures, intent.of, cites)
    case 'compare':
      return comparePictures(pictures)
    case 'field':
      return tellField(pictures, intent.name, cites)
    case 'sum':
      return sumField(pictures, intent.name, cites)
    case 'tables':
      return showTables(pictures, cites)
    case 'fact':
      return tellFact(pictures, intent.fact)
    case 'unknown':
      return beyond(pictures, question, cites)
  }
}

/** Words too common to point at anything. */
const COMMON = new Set(
  'what which where when why who how does this that these those with from have has there their they them about your you are was were can could would should will the and for not any some into out all more most just like look looking picture pictures image images photo photos write tell give show make'.split(
    ' ',
  ),
)

/** What the question's words are found in may help; it is no answer, and is not called one. */
function beyond(pictures: readonly Numbered[], question: string, cites: Citations): string {
  const words = wordsOf(question).filter((word) => word.length > 2 && !COMMON.has(word))
  const related = pictures.flatMap((picture) =>
    picture.image.annotations
      .filter(
        ({ body }) =>
          body.type !== 'kind' && body.type !== 'table' && words.some((word) => hasWords(textOf(body), word)),
      )
      .slice(0, 3)
      .map(
        (annotation) =>
          `- ${nameOf(picture)}: ${textOf(annotation.body).slice(0, 200)} ${cites.mark(picture.image.id, annotation)}`,
      ),
  )
  if (related.length === 0) return BEYOND
  return `${BEYOND}\n\nThe index has this, which may help:\n\n${related.slice(0, 6).join('\n')}`
}

/** Of what a search has found; amounts, comparisons and the like are of those hits that were looked at. */
function aboutLibrary(
  {
    intent,
    search,
    pictures,
    question,
  }: {
    intent: Intent
    search: NonNullable<IndexQuestion['search']>
    pictures: readonly Numbered[]
    question: string
  },
  cites: Citations,
): string {
  const found = `${search.isTotalExact ? '' : 'At least '}${plural(search.total, 'picture')}`
  const query = search.query.trim()
  const of = query === '' ? 'in the library' : `${search.total === 1 ? 'matches' : 'match'} \`${query}\``
  if (search.total === 0) return `Nothing in the library matches \`${query}\`. Try other words, or fewer.`
  const head = `${found} ${of}.`
  switch (intent.type) {
    case 'sum':
    case 'which-most':
    case 'compare':
    case 'field':
    case 'count': {
      const isPart = pictures.length < search.total
      const note = isPart ? `\n\nOnly the first ${pictures.length} were looked at.` : ''
      return `${head}\n\n${aboutPictures(intent, { pictures, question }, cites)}${note}`
    }
    default:
      return `${head}\n\n${listHits(pictures)}`
  }
}

const LISTED = 12

function listHits(pictures: readonly Numbered[]): string {
  const rows = pictures.slice(0, LISTED).map((picture) => {
    const { image } = picture
    return `- ${nameOf(picture)}${image.caption ? `: ${image.caption}` : ''}`
  })
  return rows.join('\n')
}
