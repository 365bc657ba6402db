/**
 * Takes out of foreign text what a model's chat template would read as its own marks: text that stands in a picture,
 * or that a person types, must not end a turn, open another or stand for an image. Pure.
 */

/** The marks of the families that are served today, from their chat templates and tokenizer files. */
const MARKS: readonly RegExp[] = [
  // Qwen, Phi, Llama 3, GPT: <|im_start|>, <|vision_start|>, <|image_pad|>, <|eot_id|>, <|endoftext|>
  /<\|[^|<>\n]{1,64}\|>/g,
  // DeepSeek writes them with full-width bars.
  /<｜[^｜<>\n]{1,64}｜>/g,
  // llama.cpp's place for a picture: <__media__>
  /<__[a-z_]{1,32}__>/gi,
  // Llama 2, Mistral, LLaVA, InternVL, Gemma
  /<\/?s>|<(?:bos|eos|pad|unk|image|video|audio)>|<\/?(?:img|think|tool_call|tool_response)>/gi,
  /<(?:start_of_turn|end_of_turn|start_of_image|end_of_image|image_soft_token|IMG_CONTEXT)>/gi,
  /<<\/?SYS>>|\[\/?(?:INST|IMG|IMG_BREAK|IMG_END|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]/g,
]

/** Each mark becomes a space, so that what stands around it forms no new word; what forms a new mark is taken out, too. */
export function stripSpecialTokens(text: string): string {
  for (let rest = text; ; ) {
    const next = MARKS.reduce((kept, mark) => kept.replace(mark, ' '), rest)
    if (next === rest) return rest
    rest = next
  }
}
