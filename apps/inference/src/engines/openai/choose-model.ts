/** Which of a server's models reads pictures: as the server says, else by the name. Pure. */
import type { ListedModel } from './model-facts.ts'

type Candidate = Pick<ListedModel, 'id' | 'takesPictures'>

const NO_READER = /embed|rerank|whisper|\btts\b|\bbge\b|\bclip\b/i
const QWEN_VL = /qwen.*vl|qvq|qwen.*omni/i
const SEES =
  /vl\b|vision|visual|llava|bakllava|minicpm-?[vo]|pixtral|moondream|internvl|gemma-?3|gemma-?4|mistral-small-?3|mistral-small3|ministral|llama-?4|granite.*vision|molmo|idefics|phi-?[34].*(?:vision|multimodal)|cogvlm|glm-?4.*v|kimi-vl|smolvlm/i

/** Whether a model is known to take pictures: the server's word goes before the name. */
export function isKnownToSee({ id, takesPictures }: Candidate): boolean {
  if (NO_READER.test(id)) return false
  return takesPictures ?? (QWEN_VL.test(id) || SEES.test(id))
}

/** A model by its name, with or without Ollama's `:latest`; null when there is none. */
export function findModel(models: readonly Candidate[], wanted: string): string | null {
  return models.find(({ id }) => id === wanted || id === `${wanted}:latest`)?.id ?? null
}

/**
 * The one wanted; else the first Qwen-VL, the first that is known to see, or the only one of which nothing is known.
 * Null when there is none.
 */
export function chooseModel(models: readonly Candidate[], wanted: string | undefined): string | null {
  if (wanted !== undefined) return findModel(models, wanted)
  const seers = models.filter(isKnownToSee)
  const readers = models.filter(({ id, takesPictures }) => !NO_READER.test(id) && takesPictures !== false)
  const only = readers.length === 1 ? readers[0] : undefined
  const chosen = seers.find(({ id }) => QWEN_VL.test(id)) ?? seers[0] ?? only
  return chosen?.id ?? null
}
