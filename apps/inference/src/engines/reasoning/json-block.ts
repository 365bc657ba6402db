/** Finds the JSON in what a model wrote, and tells it from the prose around it: pure. */

export interface JsonBlock {
  json: string
  /** What stands around it, trimmed. */
  prose: string
}

/** Thinking models write their thoughts first; some servers leave them in the answer. */
export function stripThoughts(text: string): string {
  return text.replace(/^\s*<think>[\s\S]*?(?:<\/think>|$)/i, '').trim()
}

/** The last fenced block that begins like JSON; else the whole answer where it does; else its part in braces. */
export function findJsonBlock(text: string): JsonBlock | null {
  return findFenced(text) ?? findBare(text)
}

function findFenced(text: string): JsonBlock | null {
  // An answer that was cut off has no closing fence.
  const fences = [...text.matchAll(/```[a-z0-9]*[ \t]*\r?\n?([\s\S]*?)(?:```|$)/gi)]
  const fence = fences.findLast(([, content = '']) => /^\s*[{[]/.test(content))
  if (!fence) return null
  const before = text.slice(0, fence.index)
  const after = text.slice(fence.index + fence[0].length)
  return { json: (fence[1] ?? '').trim(), prose: joinProse(before, after) }
}

function findBare(text: string): JsonBlock | null {
  const start = /^\s*\{/.test(text) ? text.indexOf('{') : text.search(/(?<=\n)\s*\{\s*"/)
  if (start < 0) return null
  const end = text.lastIndexOf('}')
  const stop = end > start ? end + 1 : text.length
  return { json: text.slice(start, stop).trim(), prose: joinProse(text.slice(0, start), text.slice(stop)) }
}

const joinProse = (before: string, after: string) =>
  [before.trim(), after.trim()].filter((part) => part !== '').join('\n\n')

/** Parses JSON; commas before a closing bracket are the one fault that leaves no doubt about what was meant. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    const mended = dropTrailingCommas(text)
    if (mended === text) throw thrown
    return JSON.parse(mended)
  }
}

/** Strings are stepped over: a comma in one is the picture's. */
function dropTrailingCommas(text: string): string {
  return text.replace(
    /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g,
    (_all, string: string | undefined) => string ?? '',
  )
}

/** The string that stands under a key in JSON that is cut off; null where there is none. */
export function rescueString(json: string, key: string): string | null {
  const match = new RegExp(`"${key}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*)`).exec(json)
  if (!match?.[1]) return null
  try {
    const value: unknown = JSON.parse(`${match[1]}"`)
    return typeof value === 'string' ? value : null
  } catch (thrown) {
    // Broken off within an escape, or with a line break in it: there is nothing to rescue.
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}
