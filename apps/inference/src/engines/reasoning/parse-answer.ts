/** From what a model wrote to a reading with its fields and tables: pure. */
import { findJsonBlock, parseJson, rescueString, stripThoughts } from './json-block.ts'
import { type ReadingData, readData } from './reading-data.ts'

export type ParsedReading =
  | { type: 'sound'; reading: string; data: ReadingData }
  /** `reading`: as much of the prose as there is; the JSON is not in it. `problems`: for the model to mend. */
  | { type: 'unsound'; reading: string; problems: string[] }

/** An answer to a prompt that asked for prose and nothing else; some models write JSON all the same. */
export function parseProse(text: string): string {
  const prose = stripThoughts(text)
  if (!prose.startsWith('{')) return prose
  const parsed = parseReading(prose)
  return parsed.reading === '' ? prose : parsed.reading
}

/** An answer to a prompt that asked for fields and tables as well. */
export function parseReading(text: string): ParsedReading {
  const answer = stripThoughts(text)
  const block = findJsonBlock(answer)
  if (!block) return { type: 'unsound', reading: answer, problems: ['There is no JSON in the answer.'] }
  const parsed = parseData(block.json)
  if (parsed.type === 'unsound')
    return { ...parsed, reading: block.prose || (rescueString(block.json, 'reading') ?? '').trim() }
  const { data } = parsed
  return { type: 'sound', reading: block.prose || (data.reading ?? '').trim(), data }
}

function parseData(json: string) {
  let value: unknown
  try {
    value = parseJson(json)
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    return { type: 'unsound' as const, problems: [`It is not JSON: ${thrown.message}.`] }
  }
  return readData(value)
}
