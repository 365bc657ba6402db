/** Answers about files. Pure. */
import type { Citations } from './citations.ts'
import type { Fact } from './intent.ts'
import { type Numbered, perPicture } from './pictures.ts'
import { asText, dayOf, listOf } from './words.ts'

export function tellFact(pictures: readonly Numbered[], fact: Fact, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const mark = cites.picture(image)
    switch (fact) {
      case 'camera':
        return image.camera
          ? `It was taken with ${asText(image.camera)} ${mark}.`
          : 'The file names no camera.'
      case 'size':
        return `It is ${image.width} × ${image.height} pixels, ${(image.sizeBytes / 1e6).toFixed(1)} MB ${mark}.`
      case 'date':
        return image.takenAt === null
          ? `The file does not say when it was taken; it was added on ${dayOf(image.createdAt)} ${mark}.`
          : `It was taken on ${dayOf(image.takenAt)} ${mark}.`
      case 'place':
        return 'Where it was taken is not stored.'
      case 'file':
        return `The file is called ${asText(image.fileName)} ${mark}.`
      case 'format':
        return `It is ${image.mediaType} ${mark}.`
      case 'tags':
        return image.tags.length > 0
          ? `Its tags are ${listOf(image.tags.map(({ name }) => asText(name)))} ${mark}.`
          : 'It has no tags.'
      case 'notes':
        return image.notes.trim()
          ? `The notes say: ${asText(image.notes.trim())} ${mark}`
          : 'It has no notes.'
    }
  })
}
