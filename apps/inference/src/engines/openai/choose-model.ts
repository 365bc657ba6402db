/** Which of a server's models reads pictures: by the name, since few servers say more. Pure. */

const NO_READER = /embed|rerank|whisper|\btts\b|\bbge\b|\bclip\b/i
const QWEN_VL = /qwen.*vl|qvq|qwen.*omni/i
const SEES =
  /vl\b|vision|visual|llava|bakllava|minicpm-?[vo]|pixtral|moondream|internvl|gemma-?3|gemma-?4|mistral-small-?3|mistral-small3|ministral|llama-?4|granite.*vision|molmo|idefics|phi-?[34].*(?:vision|multimodal)|cogvlm|glm-?4.*v|kimi-vl|smolvlm/i

/**
 * The one wanted, with or without Ollama's `:latest`; else the first Qwen-VL, the first that is known to see, or the
 * only one there is. Null when there is none.
 */
export function chooseModel(ids: readonly string[], wanted: string | undefined): string | null {
  if (wanted !== undefined) return ids.find((id) => id === wanted || id === `${wanted}:latest`) ?? null
  const readers = ids.filter((id) => !NO_READER.test(id))
  const only = readers.length === 1 ? readers[0] : undefined
  return readers.find((id) => QWEN_VL.test(id)) ?? readers.find((id) => SEES.test(id)) ?? only ?? null
}
