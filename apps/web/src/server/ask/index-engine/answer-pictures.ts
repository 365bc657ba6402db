/** Who answers what is asked of pictures. Pure. */
import type { ImageKind } from '@vitrine/contracts'
import { sumField, tellField, whichOver } from './answer-amounts.ts'
import {
  comparePictures,
  findDuplicates,
  sharedThings,
  tellFact,
  whichHas,
  whichMost,
} from './answer-facts.ts'
import {
  colourOfThing,
  countText,
  describePictures,
  findText,
  nameColours,
  readText,
  showTables,
} from './answer-text.ts'
import { countThings, findThing, listThings, locateThing } from './answer-things.ts'
import type { Citations } from './citations.ts'
import type { Intent } from './intent.ts'
import { type Numbered, nameOf, rowsOf } from './pictures.ts'
import { plural } from './words.ts'

/** @param pictures At least one. Null: the index can't tell. */
export function aboutPictures(
  intent: Intent,
  pictures: readonly Numbered[],
  cites: Citations,
): string | null {
  switch (intent.type) {
    case 'count':
      return countThings(pictures, intent.thing, cites)
    case 'count-text':
      return countText(pictures, intent.unit, cites)
    case 'count-pictures':
      return countPictures(pictures, intent, cites)
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

const noneOf = (kind: string) => `None was taken for a ${kind}.`
