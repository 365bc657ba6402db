/** A conversation as a file. Pure. */
import type { Conversation, Turn } from '@vitrine/contracts'
import { branchTo, shownIn } from './branch.ts'
import type { ExportedConversation } from './ports.ts'

const slugOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'conversation'

function turnMarkdown(turn: Turn, names: ReadonlyMap<number, string>): string {
  const pictures = shownIn(turn).map(({ imageId }) => `- ${names.get(imageId) ?? 'a picture that is gone'}`)
  const by = turn.model?.id ?? turn.engine
  return [
    `## ${turn.question.replace(/\s+/g, ' ')}`,
    ...(turn.search ? [`Searched for: \`${turn.search.query}\``] : []),
    ...(pictures.length > 0 ? [pictures.join('\n')] : []),
    turn.answer || `(${turn.error?.message ?? turn.state})`,
    ...(by ? [`*${by}*`] : []),
  ].join('\n\n')
}

/** The branch that is shown as Markdown, or every branch as JSON. @param names File names by image id. */
export function exportConversation(
  conversation: Conversation,
  format: 'md' | 'json',
  names: ReadonlyMap<number, string>,
): ExportedConversation {
  const slug = slugOf(conversation.title)
  if (format === 'json') {
    const text = `${JSON.stringify({ ...conversation, fileNames: Object.fromEntries(names) }, null, 2)}\n`
    return { fileName: `${slug}.json`, mediaType: 'application/json', text }
  }
  const branch = branchTo(conversation.turns, conversation.activeTurnId)
  const parts = [`# ${conversation.title}`, ...branch.map((turn) => turnMarkdown(turn, names))]
  return { fileName: `${slug}.md`, mediaType: 'text/markdown', text: `${parts.join('\n\n')}\n` }
}
