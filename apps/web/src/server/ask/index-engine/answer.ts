/**
 * An answer from nothing but what perception and deep readings have stored: every statement cites what it stands on, and
 * what is not stored is not told. Pure.
 */
import { foldText } from '@vitrine/db'
import { aboutLibrary, partWords } from './answer-library.ts'
import { aboutPictures } from './answer-pictures.ts'
import { Citations } from './citations.ts'
import type { Intent } from './intent.ts'
import { choosePictures, type Numbered, numberPictures } from './pictures.ts'
import type { PlannedSearch } from './plan-search.ts'
import type { IndexAnswer, IndexQuestion } from './ports.ts'
import { refersBack } from './refers.ts'
import { relatedTo } from './related.ts'
import { understand } from './understand.ts'
import { plural } from './words.ts'

const HELP =
  'I am the index: no model, only what was read and detected in your pictures. Ask me how many there are of something, ' +
  'whether and where something is, what a picture says, which of them has something or the highest total, what amounts ' +
  'add up to, or to compare pictures. For anything beyond that, choose a model.'
const BEYOND =
  'I can’t tell from the index: it knows what was detected and read in the pictures, and nothing else. A model can look ' +
  'at them: download one on the Models page, or name a server there.'
const MAX_CHARS = 400
const NO_PICTURES = 'There is no picture to answer from. Add some, or ask about the whole library.'

/** @param plan How rules put a question about the library; null for one about pictures. */
export function answerFromIndex(asked: IndexQuestion, plan: PlannedSearch | null = null): IndexAnswer {
  const cites = new Citations()
  const { intent, picture } = understand(asked.question, asked.earlier ?? [])
  const social = socialWords(intent)
  if (social !== null) return { text: social, citations: [], canTell: true }
  const all = numberPictures(asked.images)
  const about = { intent, picture, all, asked, plan }
  const told = asked.search ? fromLibrary(about, asked.search, cites) : fromPictures(about, cites)
  if (told !== null) return { text: told.trim(), citations: cites.all, canTell: true }
  return { text: beyond(about, cites), citations: cites.all, canTell: false }
}

interface About {
  intent: Intent
  picture: number | null
  all: readonly Numbered[]
  asked: IndexQuestion
  plan: PlannedSearch | null
}

function socialWords({ type }: Intent): string | null {
  if (type === 'thanks') return 'You’re welcome.'
  if (type === 'hello') return `Hello. ${HELP}`
  return type === 'help' ? HELP : null
}

function fromLibrary(about: About, search: NonNullable<IndexQuestion['search']>, cites: Citations) {
  const { intent, picture, all, asked, plan } = about
  const hasEarlier = (asked.earlier ?? []).length > 0
  // What was found before is asked about, as pictures are.
  if (
    all.length > 0 &&
    (picture !== null || (hasEarlier && plan !== null && refersBack(asked.question, plan)))
  )
    return fromHits(about, search, cites)
  const question = foldText(asked.question.slice(0, MAX_CHARS)).trim()
  return aboutLibrary({ intent, search, plan, pictures: all, question }, cites)
}

function fromHits(about: About, search: NonNullable<IndexQuestion['search']>, cites: Citations) {
  const told = fromPictures(about, cites)
  const isPart = about.picture === null && about.all.length < search.total
  return told !== null && isPart ? `${told}\n\n${partWords(about.all.length, search)}` : told
}

function fromPictures({ intent, picture, all, asked }: About, cites: Citations): string | null {
  if (all.length === 0) return null
  const pictures = choosePictures(all, picture, asked.question)
  if (pictures.length === 0)
    return `There is no such picture: this conversation has ${plural(all.length, 'picture')}.`
  return aboutPictures(intent, pictures, cites)
}

/** What the question's words are found in may help; it is no answer, and is not called one. */
function beyond({ intent, picture, all, asked }: About, cites: Citations): string {
  if (all.length === 0) return asked.search ? BEYOND : NO_PICTURES
  const pictures = choosePictures(all, picture, asked.question)
  const colours =
    intent.type === 'colours' ? aboutPictures({ ...intent, thing: null }, pictures, cites) : null
  const related = [...(colours === null ? [] : [colours]), relatedTo(asked.question, pictures, cites)].filter(
    Boolean,
  )
  return related.length === 0
    ? BEYOND
    : `${BEYOND}\n\nThe index has this, which may help:\n\n${related.join('\n\n')}`
}
