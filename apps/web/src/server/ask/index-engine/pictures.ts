/** Pictures as answers speak of them. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { textOf } from './citations.ts'
import { asText, callTest, headsOf, wordsTest } from './words.ts'

/** A picture and its place in the question: 1-based. */
export interface Numbered {
  number: number
  image: ImageDetail
}

export const numberPictures = (images: readonly ImageDetail[]): Numbered[] =>
  images.map((image, index) => ({ number: index + 1, image }))

/** Those that are meant: all, the one with this number, those named by their file; none when there is no such picture. */
export function choosePictures(
  pictures: readonly Numbered[],
  named: number | null,
  question: string,
): Numbered[] {
  if (named === null) {
    const byFile = pictures.filter(
      ({ image }) => image.fileName.length > 3 && question.includes(image.fileName),
    )
    return byFile.length > 0 ? byFile : [...pictures]
  }
  const picture = named === -1 ? pictures.at(-1) : pictures[named - 1]
  return picture ? [picture] : []
}

/** "Picture 2 (receipt.jpg)". */
export const nameOf = ({ number, image }: Numbered): string => `Picture ${number} (${asText(image.fileName)})`

/** Pictures that get a row of their own in one answer. */
const MAX_ROWS = 20

/** Every picture's sentence, in a row each; one picture needs no name. */
export function perPicture(pictures: readonly Numbered[], sentence: (picture: Numbered) => string): string {
  const [only, ...others] = pictures
  if (!only) return ''
  if (others.length === 0) return sentence(only)
  return rowsOf(pictures, (picture) => `**${nameOf(picture)}:** ${sentence(picture)}`)
}

/** A list of the first so many; how many are left out is said. */
export function rowsOf<T>(items: readonly T[], row: (item: T) => string): string {
  const rows = items.slice(0, MAX_ROWS).map((item) => `- ${row(item)}`)
  const left = items.length - rows.length
  return [...rows, ...(left > 0 ? [`- … and ${left} more.`] : [])].join('\n')
}

/** Things with this name among what was detected, surest first; outlines only where no box says the same. */
export function thingsCalled(image: ImageDetail, name: string): Annotation[] {
  const isCalled = callTest(name)
  const ofType = (type: 'detection' | 'mask') =>
    image.annotations
      .filter(({ body }) => body.type === type && 'label' in body && isCalled(body.label))
      .sort((a, b) => scoreOf(b) - scoreOf(a))
  const detected = ofType('detection')
  return detected.length > 0 ? detected : ofType('mask')
}

/** Things that are called so but for what the name says more: cars, for a red car. */
export function thingsNearly(image: ImageDetail, name: string): { head: string; found: Annotation[] } | null {
  for (const head of headsOf(name)) {
    const found = thingsCalled(image, head)
    if (found.length > 0) return { head, found }
  }
  return null
}

const SAYING: readonly Annotation['body']['type'][] = ['caption', 'detailed-caption', 'region', 'reading']

/** Where descriptions name it: captions, described parts, the reading. */
export function sayingsOf(image: ImageDetail, name: string): Annotation[] {
  const hasWords = wordsTest(name)
  return image.annotations.filter(({ body }) => SAYING.includes(body.type) && hasWords(textOf(body)))
}

/** Lines that have these words. */
export function linesWith(image: ImageDetail, words: string): Annotation[] {
  const hasWords = wordsTest(words)
  return linesOf(image).filter(({ body }) => hasWords(textOf(body)))
}

export const detectionsOf = (image: ImageDetail): Annotation[] =>
  image.annotations.filter(({ body }) => body.type === 'detection')

export const linesOf = (image: ImageDetail): Annotation[] =>
  image.annotations.filter(({ body, isKept }) => body.type === 'text-region' && !isKept)

export const scoreOf = ({ body }: Annotation): number => ('score' in body ? (body.score ?? 1) : 1)

/** Below this a detection is said to be possible only. */
const SURE = 0.5

export const sureOf = (found: readonly Annotation[]): Annotation[] =>
  found.filter((annotation) => scoreOf(annotation) >= SURE)

/** Labels with how many there are of each, most first. */
export function countLabels(image: ImageDetail): { label: string; found: Annotation[] }[] {
  const byLabel = new Map<string, Annotation[]>()
  for (const annotation of detectionsOf(image)) {
    const label = textOf(annotation.body)
    byLabel.set(label, [...(byLabel.get(label) ?? []), annotation])
  }
  return [...byLabel]
    .map(([label, found]) => ({ label, found }))
    .sort((a, b) => b.found.length - a.found.length)
}
