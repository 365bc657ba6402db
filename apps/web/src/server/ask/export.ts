/** A conversation as a file. Pure. */
import type { Conversation, Turn } from '@vitrine/contracts'
import { branchTo, shownIn } from './branch.ts'
import type { ExportedConversation } from './ports.ts'

const slugOf = (title: string) =>
  [...title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')]
    .slice(0, 60)
    .join('')
    .replace(/^-+|-+$/g, '') || 'conversation'

/** One line, in which no sign is Markdown's. */
const plain = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`)
    .trim()

/** Why there is no answer, or no whole one; empty for one that is done. */
function ending({ state, error }: Turn): string {
  switch (state) {
    case 'done':
      return ''
    case 'failed':
      return `(It failed: ${error?.message ?? 'nobody knows why.'})`
    case 'stopped':
      return '(It was stopped here.)'
    case 'interrupted':
      return '(It was interrupted here.)'
    case 'queued':
    case 'running':
      return '(It is still being answered.)'
  }
}

function turnMarkdown(turn: Turn, names: ReadonlyMap<number, string>): string {
  const nameOf = (imageId: number) => plain(names.get(imageId) ?? 'a picture that is gone')
  const pictures = [...new Set(shownIn(turn).map(({ imageId }) => imageId))]
  const by = turn.model?.id ?? turn.engine
  const sources = turn.citations.map(
    ({ number, imageId, text }) => `- \\[${number}\\] ${nameOf(imageId)}: ${plain(text)}`,
  )
  return [
    // A question of several lines keeps them, and cannot become a heading of its own.
    `## Question\n\n${turn.question.replace(/^/gm, '> ')}`,
    turn.search ? `Searched for: \`${turn.search.query.replaceAll('`', "'")}\`` : '',
    pictures.map((imageId) => `- ${nameOf(imageId)}`).join('\n'),
    turn.answer,
    ending(turn),
    sources.join('\n'),
    by ? `*${plain(by)}*` : '',
  ]
    .filter(Boolean)
    .join('\n\n')
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
  const parts = [`# ${plain(conversation.title)}`, ...branch.map((turn) => turnMarkdown(turn, names))]
  return { fileName: `${slug}.md`, mediaType: 'text/markdown', text: `${parts.join('\n\n')}\n` }
}
