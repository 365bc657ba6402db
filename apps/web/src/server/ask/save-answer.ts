/** An answer, or a part of it, saved to an image: a person decided it, a model said it. */
import { AppError, type ImageDetail, type SaveAnswerRequest, type Turn } from '@vitrine/contracts'
import { amountOf } from './amount-of.ts'
import type { AskDeps } from './ports.ts'
import { ANSWER_PROMPT_VERSION } from './prompts.ts'

const FROM = ', from an answer by '

/** Who says it: the person, and whose answer it is from. */
function credit({ model, engine }: Turn, person: string): string {
  return `${person}${FROM}${model?.id ?? `the ${engine ?? 'index'}`}`
}

function sourceOf({ engine, model }: Turn, by: string) {
  if (engine === null || model === null) return { by: 'person' as const, name: by }
  return {
    by: 'model' as const,
    engine,
    model,
    task: 'reading' as const,
    promptVersion: ANSWER_PROMPT_VERSION,
  }
}

/** Throws `conflict` where a person has written this caption: an answer never takes the place of a person's words. */
function captionMustBeFree({ annotations }: ImageDetail, type: 'caption' | 'detailed-caption'): void {
  const own = annotations.find(
    ({ body, source }) => body.type === type && source.by === 'person' && !source.name.includes(FROM),
  )
  if (!own) return
  const name = type === 'caption' ? 'caption' : 'description'
  throw new AppError('conflict', `A person has written the ${name} of this image.`, {
    suggestion: `Save the answer as a note, or change the ${name} on the image's page.`,
  })
}

/** Throws `not-found` when turn or image is not there, `conflict` where a person's own words would go. */
export async function saveAnswer(
  { db, onChange }: Pick<AskDeps, 'db' | 'onChange'>,
  { turnId, imageId, as }: SaveAnswerRequest,
  person: string,
): Promise<void> {
  const found = await db.conversations.turn(turnId)
  if (!found) throw new AppError('not-found', 'That turn is not there any more.')
  const image = await db.images.detail(imageId)
  if (!image) throw new AppError('not-found', 'That image is not there any more.')
  if (image.deletedAt !== null)
    throw new AppError('not-found', 'That image is in the trash.', { suggestion: 'Restore it first.' })
  const by = credit(found.turn, person)
  switch (as.type) {
    case 'caption':
    case 'detailed-caption':
      captionMustBeFree(image, as.type)
      await db.images.setCaption(imageId, as.type, as.text, by)
      break
    case 'tag':
      await db.tags.add(as.name, { ids: [imageId] })
      break
    case 'field': {
      const field = { name: as.name, value: as.value, ...amountOf(as.value) }
      await db.images.keepField(imageId, field, sourceOf(found.turn, by))
      break
    }
    case 'note':
      await db.images.addNote(imageId, `${as.text}\n— ${by}`)
  }
  onChange()
}
