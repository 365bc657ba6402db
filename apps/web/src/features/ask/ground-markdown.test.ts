import { describe, expect, it } from 'vitest'
import { annotations } from '../image-detail/image-fixture.ts'
import { CHIP_TAG, groundMarkdown, type HtmlNode } from './ground-markdown.ts'
import { groundingOf } from './grounding.ts'

const grounding = groundingOf([{ id: 7, annotations }])
const text = (value: string): HtmlNode => ({ type: 'text', value })
const element = (tagName: string, children: HtmlNode[], className: string[] = []): HtmlNode => ({
  type: 'element',
  tagName,
  properties: { className },
  children,
})

function chipsIn(node: HtmlNode): string[] {
  if (node.tagName === CHIP_TAG) return [String(node.properties?.dataTarget)]
  return (node.children ?? []).flatMap(chipsIn)
}

describe('chips in Markdown', () => {
  it.each<[string, HtmlNode, string[]]>([
    ['in a paragraph', element('p', [text('A dog.')]), ['thing:dog']],
    ['in bold within a table', element('td', [element('strong', [text('dog')])]), ['thing:dog']],
    ['not in inline code', element('p', [element('code', [text('dog')])]), []],
    ['not in a block of code', element('pre', [element('code', [text('dog')])]), []],
    ['not in a link', element('a', [text('dog')]), []],
    ['not in a formula', element('span', [text('dog')], ['katex-html']), []],
  ])('are put %s', (_name, node, expected) => {
    const tree: HtmlNode = { type: 'root', children: [node] }
    groundMarkdown({ grounding, citations: [] })(tree)
    expect(chipsIn(tree)).toEqual(expected)
  })
})
