/** Questions to begin with, that fit what the library holds and what can answer. Pure. */
import type { TurnScope } from '@vitrine/contracts'

/** What is known of the library: how many pictures have each kind, and which objects are seen most. */
export interface LibraryFacts {
  kinds: ReadonlyMap<string, number>
  objects: readonly string[]
}

export interface Example {
  question: string
  scope: TurnScope
}

/** How many are offered. */
const MOST = 4

const library = (question: string): Example => ({ question, scope: 'library' })
const pictures = (question: string): Example => ({ question, scope: 'pictures' })

function aboutLibrary({ kinds, objects }: LibraryFacts): Example[] {
  const [first, second] = objects
  return [
    ...(kinds.has('receipt') ? [library('Which receipts are over 20?')] : []),
    ...(first ? [library(`How many pictures show a ${first}?`)] : []),
    ...(first && second ? [library(`Is there a picture with a ${first} and a ${second}?`)] : []),
    ...(kinds.has('document') ? [library('Which documents mention a date?')] : []),
    ...(kinds.has('screenshot') ? [library('What do the screenshots say?')] : []),
    library('What is written on the newest pictures?'),
  ]
}

/** The index counts and quotes; a model describes, compares and explains. */
function aboutPictures(count: number, isIndexOnly: boolean): Example[] {
  if (count > 1)
    return isIndexOnly
      ? ['Which of these has text?', 'How many people are in each?', 'What is in both?'].map(pictures)
      : [
          'What is different between these?',
          'Put these into a table.',
          'Which of these is the sharpest?',
        ].map(pictures)
  return isIndexOnly
    ? ['What is in this picture?', 'What does it say?', 'How many are there of each thing?'].map(pictures)
    : [
        'What is happening here?',
        'Read all the text, as a table where it is one.',
        'What is unusual here?',
      ].map(pictures)
}

/** @param count How many pictures are asked about; without any, the library is. */
export function exampleQuestions(facts: LibraryFacts, count: number, isIndexOnly: boolean): Example[] {
  return (count > 0 ? aboutPictures(count, isIndexOnly) : aboutLibrary(facts)).slice(0, MOST)
}
