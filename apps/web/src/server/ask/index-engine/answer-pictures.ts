/** Who answers what is asked of pictures. Pure. */
import type { ImageKind } from '@vitrine/contracts'
import { sumField, tellField, tellPrice, whichOver } from './answer-amounts.ts'
import { comparePictures, findDuplicates, sharedThings } from './answer-compare.ts'
import { tellFact } from './answer-facts.ts'
import {
  colourOfThing,
  countText,
  describePictures,
  findText,
  nameColours,
  readLine,
  readText,
  showTables,
} from './answer-text.ts'
import { countThings, findThing, listThings, locateThing } from './answer-things.ts'
import { evidenceOf, whichHas, whichMost } from './answer-which.ts'
import type { Citations } from './citations.ts'
import type { Intent } from './intent.ts'
import { type Numbered, nameOf, perPicture, rowsOf } from './pictures.ts'
import { asText, isName, plural, thingsIn } from './words.ts'

/** @param pictures At least one. Null: the index can't tell. */
export function aboutPictures(
  intent: Intent,
  pictures: readonly Numbered[],
  cites: Citations,
): string | null {
  if ('thing' in intent && intent.thing !== null && !isStored(pictures, intent.thing)) return null
  switch (intent.type) {
    case 'count':
      return intent.thing === null
        ? countThings(pictures, null, cites)
        : eachOf(intent.thing, (thing) => countThings(pictures, thing, cites))
    case 'count-text':
      return countText(pictures, intent.unit, cites)
    case 'count-pictures':
      return countPictures(pictures, intent, cites)
    case 'exists':
      return eachOf(intent.thing, (thing) => findThing(pictures, thing, cites))
    case 'where':
      return eachOf(intent.thing, (thing) => locateThing(pictures, thing, cites))
    case 'read':
      return readText(pictures, cites)
    case 'find-text':
      return findText(pictures, intent.text, cites)
    case 'describe':
      return describePictures(pictures, cites)
    case 'things':
      return listThings(pictures, cites)
    case 'colours':
      return intent.thing === null
        ? nameColours(pictures, cites)
        : colourOfThing(pictures, intent.thing, cites)
    case 'which-has':
      return whichHas(pictures, intent.thing, cites)
    case 'which-over':
      return whichOver(pictures, intent.condition, cites)
    case 'which-most':
      return whichMost(pictures, intent.of, cites)
    case 'compare':
      return comparePictures(pictures, cites)
    case 'shared':
      return sharedThings(pictures)
    case 'duplicates':
      return findDuplicates(pictures)
    case 'is-kind':
      return whetherKind(pictures, intent.kind, cites)
    case 'line':
      return readLine(pictures, intent.number, cites)
    case 'price':
      return tellPrice(pictures, intent.thing, cites)
    case 'field':
      return tellField(pictures, intent.name, cites)
    case 'sum':
      return sumField(pictures, intent, cites)
    case 'tables':
      return showTables(pictures, cites)
    case 'fact':
      return tellFact(pictures, intent.fact, cites)
    case 'thanks':
    case 'hello':
    case 'help':
    case 'unknown':
      return null
  }
}

/** A plain name can be looked up; a phrase that says more, only where just these words are stored. */
function isStored(pictures: readonly Numbered[], thing: string): boolean {
  return isName(thing) || pictures.some((picture) => evidenceOf(picture, thing) !== null)
}

/** Of "dogs and cats" both are told. */
function eachOf(names: string, tell: (thing: string) => string): string {
  const things = thingsIn(names)
  if (things.length < 2) return tell(things[0] ?? names)
  return things.map((thing) => `*${asText(thing)}:* ${tell(thing)}`).join('\n\n')
}

function countPictures(
  pictures: readonly Numbered[],
  { kind, thing }: { kind: ImageKind | null; thing: string | null },
  cites: Citations,
): string {
  const ofKind = kind === null ? pictures : pictures.filter(({ image }) => image.kind === kind)
  const what = kind === null ? 'picture' : kind
  if (thing !== null) return ofKind.length === 0 ? noneOf(what) : whichHas(ofKind, thing, cites)
  const all = `There ${pictures.length === 1 ? 'is' : 'are'} ${plural(pictures.length, 'picture')} here.`
  if (kind === null) return all
  if (ofKind.length === 0) return noneOf(what)
  const rows = rowsOf(ofKind, (picture) => {
    const says = picture.image.annotations.filter(({ body }) => body.type === 'kind').slice(0, 1)
    return `${nameOf(picture)} ${cites.marks(picture.image.id, says) || cites.picture(picture.image)}`
  })
  return `${ofKind.length} of ${pictures.length} ${ofKind.length === 1 ? 'was' : 'were'} taken for a ${kind}:\n\n${rows}`
}

function whetherKind(pictures: readonly Numbered[], kind: ImageKind, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    if (image.kind === null) return 'What kind of picture it is has not been decided yet.'
    const says = image.annotations.filter(({ body }) => body.type === 'kind').slice(0, 1)
    const marks = cites.marks(image.id, says) || cites.picture(image)
    return `${image.kind === kind ? 'Yes, it' : 'It'} was taken for a ${image.kind} ${marks}.`
  })
}

const noneOf = (kind: string) => `None was taken for a ${kind}.`
