/** An answer, or a part of it, saved to an image: a person decided it, a model said it. */
import { AppError, type SaveAnswerRequest, type Turn } from '@vitrine/contracts'
import type { AskDeps } from './ports.ts'
import { ANSWER_PROMPT_VERSION } from './prompts.ts'

const NUMBER = /^-?\d+(?:\.\d+)?$/

/** Who says it: the person, and whose answer it is from. */
function credit({ model, engine }: Turn, person: string): string {
  return `${person}, from an answer by ${model?.id ?? engine ?? 'the index'}`
}

function sourceOf({ engine, model }: Turn, person: string) {
  if (engine === null || model === null) return { by: 'person' as const, name: person }
  return {
    by: 'model' as const,
    engine,
    model,
    task: 'reading' as const,
    promptVersion: ANSWER_PROMPT_VERSION,
  }
}

/** Throws `not-found` when turn or image is not there. */
export async function saveAnswer(
  { db, onChange }: Pick<AskDeps, 'db' | 'onChange'>,
  { turnId, imageId, as }: SaveAnswerRequest,
  person: string,
): Promise<void> {
  const found = await db.conversations.turn(turnId)
  if (!found) throw new AppError('not-found', 'That turn is not there any more.')
  const image = await db.images.detail(imageId)
  if (!image) throw new AppError('not-found', 'That image is not there any more.')
  const by = credit(found.turn, person)
  switch (as.type) {
    case 'caption':
    case 'detailed-caption':
      await db.images.setCaption(imageId, as.type, as.text, by)
      break
    case 'tag':
      await db.tags.add(as.name, { ids: [imageId] })
      break
    case 'field': {
      const number = NUMBER.test(as.value) ? Number(as.value) : null
      const field = { name: as.name, value: as.value, number, unit: null }
      await db.images.keepField(imageId, field, sourceOf(found.turn, by))
      break
    }
    case 'note':
      await db.images.setNotes(imageId, [image.notes, as.text].filter(Boolean).join('\n\n'))
  }
  onChange()
}
