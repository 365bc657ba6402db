/** Why a picture is a hit: what of it has what the query asks for. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { type NamedValue, namedValue } from './amounts.ts'
import { type Citations, textOf } from './citations.ts'
import { linesWith, sayingsOf, thingsCalled } from './pictures.ts'
import { asText, plural } from './words.ts'

/** `object:"dining table">2`, `text:total`, `"red barn"`, `beach`; a minus before it is caught, to be left alone. */
const TERM = /(-)?(?:([a-z]{2,20})(?=[:<>=]))?[:]?(?:"([^"]{1,200})"|([^\s"()]{1,200}))/giu
const MAX_TERMS = 12
/** Marks for one term of one picture. */
const MAX_MARKS = 4

interface QueryTerm {
  field: string
  value: string
}

/** The parts of a query that ask for something which has a place or words in a picture. */
export function evidenceTerms(query: string): QueryTerm[] {
  return [...query.slice(0, 2000).matchAll(TERM)]
    .filter(([, minus]) => minus === undefined)
    .map(([, , field = '', quoted, word = '']) => ({
      field: field.toLowerCase(),
      value: (quoted ?? word).replace(/^[:<>=]+/u, '').replace(/[:<>=*].*$/u, ''),
    }))
    .filter(({ field, value }) => value !== '' && !(field === '' && /^(?:OR|AND|NOT)$/u.test(value)))
    .slice(0, MAX_TERMS)
}

/** What is told of a hit, with its marks; empty when nothing of it can be pointed to. */
export function evidenceWords(image: ImageDetail, terms: readonly QueryTerm[], cites: Citations): string[] {
  const told = terms.flatMap((term) => wordsFor(image, term, cites))
  return [...new Set(told)]
}

function wordsFor(image: ImageDetail, { field, value }: QueryTerm, cites: Citations): string[] {
  switch (field) {
    case 'object':
    case 'label':
    case 'objects':
      return things(image, thingsCalled(image, value), cites)
    case 'field':
    case 'fields':
      return namedWords(image, value, cites)
    case 'text':
    case 'ocr':
      return quotes(image, linesWith(image, value), cites)
    case 'caption':
    case 'reading':
      return sayingWords(image, value, cites)
    case '': {
      const found = things(image, thingsCalled(image, value), cites)
      if (found.length > 0) return found
      const lines = quotes(image, linesWith(image, value), cites)
      return lines.length > 0 ? lines : sayingWords(image, value, cites)
    }
    default:
      return []
  }
}

function things(image: ImageDetail, found: readonly Annotation[], cites: Citations): string[] {
  const [first] = found
  if (!first) return []
  const labels = new Set(found.map(({ body }) => textOf(body)))
  const named = [...labels].map((label) => {
    const same = found.filter(({ body }) => textOf(body) === label)
    return `${plural(same.length, label)} ${cites.marks(image.id, same.slice(0, MAX_MARKS))}`
  })
  return named
}

const quotes = (image: ImageDetail, lines: readonly Annotation[], cites: Citations) =>
  lines
    .slice(0, 2)
    .map((line) => `“${asText(textOf(line.body).slice(0, 160))}” ${cites.mark(image.id, line)}`)

function sayingWords(image: ImageDetail, value: string, cites: Citations): string[] {
  const [first] = sayingsOf(image, value)
  return first ? [`${asText(textOf(first.body).slice(0, 160))} ${cites.mark(image.id, first)}`] : []
}

function namedWords(image: ImageDetail, name: string, cites: Citations): string[] {
  const found: NamedValue | null = namedValue(image, name)
  return found
    ? [`${name.replaceAll('-', ' ')} ${asText(found.value)} ${cites.marks(image.id, found.from)}`]
    : []
}
