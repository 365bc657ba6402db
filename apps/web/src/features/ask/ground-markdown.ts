/** Marks what an answer names in its parsed Markdown: a step of the renderer. Code, links and formulas are left alone. */
import type { Citation } from '@vitrine/contracts'
import { type Grounding, groundAnswer } from './grounding.ts'

/** A node of a tree of HTML, as far as it matters here (https://github.com/syntax-tree/hast). */
export interface HtmlNode {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, unknown>
  children?: HtmlNode[]
}

/** The element that stands for a chip; the renderer knows it by this name. */
export const CHIP_TAG = 'answer-chip'

const LEFT_ALONE = new Set(['a', 'code', 'pre', 'math', 'svg', 'script', 'style'])

const isFormula = ({ properties }: HtmlNode) => {
  const names = properties?.className
  return Array.isArray(names) && names.some((name) => String(name).startsWith('katex') || name === 'math')
}

function groundText(text: string, grounding: Grounding, citations: readonly Citation[]): HtmlNode[] {
  return groundAnswer(text, grounding, citations).map((part): HtmlNode => {
    const leaf = { type: 'text', value: part.text }
    if (part.target === null) return leaf
    return { type: 'element', tagName: CHIP_TAG, properties: { dataTarget: part.target }, children: [leaf] }
  })
}

function visit(node: HtmlNode, grounding: Grounding, citations: readonly Citation[]): void {
  if (!node.children || LEFT_ALONE.has(node.tagName ?? '') || isFormula(node)) return
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text') return groundText(child.value ?? '', grounding, citations)
    visit(child, grounding, citations)
    return [child]
  })
}

/** What the chips of one answer stand for. */
export interface MarkdownGround {
  grounding: Grounding
  citations: readonly Citation[]
}

let made = 0

/**
 * The same, as an option of the plugin. The renderer keeps a processor for each name of a plugin with its options as
 * JSON: two answers would get each other's chips if theirs did not differ there.
 */
export function toOptions(grounding: Grounding, citations: readonly Citation[]): MarkdownGround {
  made += 1
  const key = made
  return Object.defineProperty({ grounding, citations }, 'toJSON', { value: () => key })
}

/** A rehype plugin that puts chips around names, in place. */
export function groundMarkdown({ grounding, citations }: MarkdownGround) {
  return (tree: HtmlNode) => visit(tree, grounding, citations)
}
