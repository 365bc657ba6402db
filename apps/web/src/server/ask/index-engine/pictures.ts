/** Pictures as answers speak of them. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { isCalled } from './words.ts'

/** A picture and its place in the question: 1-based. */
export interface Numbered {
  number: number
  image: ImageDetail
}

export const numberPictures = (images: readonly ImageDetail[]): Numbered[] =>
  images.map((image, index) => ({ number: index + 1, image }))

/** Those that are meant: all, or the one that was named; none when there is no such picture. */
export function choosePictures(pictures: readonly Numbered[], named: number | null): Numbered[] {
  if (named === null) return [...pictures]
  const picture = named === -1 ? pictures.at(-1) : pictures[named - 1]
  return picture ? [picture] : []
}

/** "Picture 2 (receipt.jpg)". */
export const nameOf = ({ number, image }: Numbered): string => `Picture ${number} (${image.fileName})`

/** Things with this name among what was detected, surest first. */
export function thingsCalled(image: ImageDetail, name: string): Annotation[] {
  return image.annotations
    .filter(({ body }) => (body.type === 'detection' || body.type === 'mask') && isCalled(body.label, name))
    .sort((a, b) => scoreOf(b) - scoreOf(a))
}

export const detectionsOf = (image: ImageDetail): Annotation[] =>
  image.annotations.filter(({ body }) => body.type === 'detection')

export const linesOf = (image: ImageDetail): Annotation[] =>
  image.annotations.filter(({ body, isKept }) => body.type === 'text-region' && !isKept)

export const scoreOf = ({ body }: Annotation): number => ('score' in body ? (body.score ?? 1) : 1)

/** Below this a detection is said to be possible only. */
export const SURE = 0.5

/** Labels with how many there are of each, most first. */
export function countLabels(image: ImageDetail): { label: string; found: Annotation[] }[] {
  const byLabel = new Map<string, Annotation[]>()
  for (const annotation of detectionsOf(image)) {
    const { body } = annotation
    if (body.type !== 'detection') continue
    byLabel.set(body.label, [...(byLabel.get(body.label) ?? []), annotation])
  }
  return [...byLabel]
    .map(([label, found]) => ({ label, found }))
    .sort((a, b) => b.found.length - a.found.length)
}
