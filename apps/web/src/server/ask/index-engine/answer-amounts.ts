/** Answers about named values: told, added up, averaged, compared with a bound. Pure. */
import type { Annotation } from '@vitrine/contracts'
import { type AmountCondition, conditionWords, meets } from './amount-condition.ts'
import { byCurrency, formatAmount, itemPrice, type NamedValue, namedValue } from './amounts.ts'
import { type Citations, textOf } from './citations.ts'
import { linesOf, type Numbered, nameOf, perPicture, rowsOf } from './pictures.ts'
import { asText, listOf } from './words.ts'

const inWords = (name: string) => name.replaceAll('-', ' ')

export function tellField(pictures: readonly Numbered[], name: string, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const found = namedValue(image, name)
    if (found) return `The ${inWords(name)} is **${valueWords(found)}** ${cites.marks(image.id, found.from)}.`
    const first = name === 'merchant' ? linesOf(image)[0] : undefined
    const hint = first ? firstLine(first, cites.mark(image.id, first)) : ''
    return `No ${inWords(name)} was found in what was read.${hint}`
  })
}

/** Null where no line with an amount names the thing. */
export function tellPrice(pictures: readonly Numbered[], thing: string, cites: Citations): string | null {
  const found = pictures.flatMap((picture) => {
    const price = itemPrice(picture.image, thing)
    return price ? [{ picture, price }] : []
  })
  const [only] = found
  if (!only) return null
  const told = ({ picture: { image }, price }: (typeof found)[number]) =>
    `With “${asText(thing)}” stands **${valueWords(price)}** ${cites.marks(image.id, price.from)}.`
  if (pictures.length === 1) return told(only)
  return rowsOf(found, (one) => `**${nameOf(one.picture)}:** ${told(one)}`)
}

/** Who a receipt is from mostly stands at its head; that it does is not known, so the line is told as a line. */
const firstLine = ({ body }: Annotation, mark: string) =>
  ` Its first line reads “${asText(textOf(body))}” ${mark}.`

/** As it stands, with its currency where that stands elsewhere. */
function valueWords({ value, unit }: NamedValue): string {
  const hasUnit = unit === null || /[€£$¥]|[A-Z]{3}/u.test(value)
  return hasUnit ? asText(value) : `${asText(value)} ${unit}`
}

interface Measured {
  picture: Numbered
  found: NamedValue
  number: number
  unit: string | null
}

/** Pictures with a number under this name, and those without. */
export function measureAmounts(pictures: readonly Numbered[], name: string) {
  const measured: Measured[] = []
  const without: Numbered[] = []
  for (const picture of pictures) {
    const found = namedValue(picture.image, name)
    if (found && found.number !== null)
      measured.push({ picture, found, number: found.number, unit: found.unit })
    else without.push(picture)
  }
  return { measured, without }
}

export const amountRow =
  (cites: Citations) =>
  ({ picture, found }: Pick<Measured, 'picture' | 'found'>): string =>
    `${nameOf(picture)}: ${valueWords(found)} ${cites.marks(picture.image.id, found.from)}`

/** Adds up or averages what has the same currency, and says what was left out. */
export function sumField(
  pictures: readonly Numbered[],
  { name, how }: { name: string; how: 'sum' | 'average' },
  cites: Citations,
): string {
  const { measured, without } = measureAmounts(pictures, name)
  if (measured.length === 0)
    return `No ${name === 'total' ? 'amounts were' : `${inWords(name)} was`} found in what was read.`
  const groups = byCurrency(measured)
  const told = listOf(
    [...groups].map(([unit, group]) => {
      const sum = group.reduce((total, { number }) => total + number, 0)
      return `**${formatAmount(how === 'sum' ? sum : sum / group.length, unit)}**`
    }),
  )
  const mixed = groups.size > 1 ? ' Different currencies are not added together.' : ''
  return `${told} ${how === 'sum' ? 'in all' : 'on average'}.${mixed}\n\n${rowsOf(measured, amountRow(cites))}${withoutWords(without, name)}`
}

const NAMED = 8

function withoutWords(without: readonly Numbered[], name: string): string {
  if (without.length === 0) return ''
  const names = without.slice(0, NAMED).map(nameOf)
  const left = without.length - names.length
  return `\n\nWithout ${name === 'total' ? 'an amount' : `a ${inWords(name)}`}: ${listOf([...names, ...(left > 0 ? [`${left} more`] : [])])}.`
}

export function whichOver(
  pictures: readonly Numbered[],
  condition: AmountCondition,
  cites: Citations,
): string {
  const { measured, without } = measureAmounts(pictures, condition.field)
  const met = measured.filter(({ number }) => meets(number, condition))
  const what = `a ${inWords(condition.field)} ${conditionWords(condition)}`
  if (met.length === 0)
    return `Of ${measured.length === 1 ? 'the 1 picture' : `the ${measured.length} pictures`} with a ${inWords(condition.field)}, none has ${what}.${withoutWords(without, condition.field)}`
  const units = new Set(met.map(({ unit }) => unit))
  const mixed =
    units.size > 1 ? '\n\nThe amounts are in different currencies; only their numbers were compared.' : ''
  return `${met.length} of ${pictures.length} ${met.length === 1 ? 'has' : 'have'} ${what}:\n\n${rowsOf(met, amountRow(cites))}${mixed}${withoutWords(without, condition.field)}`
}

/** The highest or lowest total; of each currency its own. */
export function whichTotal(pictures: readonly Numbered[], most: boolean, cites: Citations): string {
  const { measured, without } = measureAmounts(pictures, 'total')
  if (measured.length === 0) return 'None of them has what that would be told by.'
  const best = [...byCurrency(measured).values()].flatMap((group) => {
    const numbers = group.map(({ number }) => number)
    const wanted = most ? Math.max(...numbers) : Math.min(...numbers)
    return group.filter(({ number }) => number === wanted)
  })
  const units = new Set(best.map(({ unit }) => unit))
  const left = withoutWords(without, 'total')
  if (units.size === 1) return `${listOf(best.map(amountRow(cites)))}.${left}`
  return `Different currencies are not compared. The ${most ? 'highest' : 'lowest'} of each:\n\n${rowsOf(best, amountRow(cites))}${left}`
}
