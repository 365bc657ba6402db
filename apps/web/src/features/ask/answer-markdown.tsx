'use client'
/**
 * An answer's Markdown, drawn as it is written. What a model writes is not trusted: its HTML stays text, its images
 * load nothing, its links open apart. Loaded when the first answer is shown.
 */
import { createMathPlugin } from '@streamdown/math'
import type { Citation } from '@vitrine/contracts'
import { ScrollBox } from '@vitrine/ui/scroll-box'
import 'katex/dist/katex.min.css'
import { type ComponentProps, isValidElement, type ReactNode, useMemo } from 'react'
import { type Components, Streamdown } from 'streamdown'
import { AnswerChip } from './answer-chip.tsx'
import { CodeBlock } from './code-block.tsx'
import { CHIP_TAG, groundMarkdown, toOptions } from './ground-markdown.ts'
import type { Grounding } from './grounding.ts'

type Plugins = NonNullable<ComponentProps<typeof Streamdown>['rehypePlugins']>

// A lone dollar is money on a receipt more often than the start of a formula.
const plugins = { math: createMathPlugin({ singleDollarTextMath: false }) }

const SAFE_LINK = /^(https?:|mailto:)/i

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (isValidElement<{ children?: ReactNode }>(node)) return textOf(node.props.children)
  return ''
}

const heading = (className: string) =>
  function Heading({ children }: { children?: ReactNode; node?: unknown }) {
    // The page's own headings go by the outline; an answer's are only looks.
    return <p className={`mt-4 mb-1.5 font-semibold text-ink first:mt-0 ${className}`}>{children}</p>
  }

const components: Components = {
  h1: heading('text-lg'),
  h2: heading('text-base'),
  h3: heading('text-sm'),
  h4: heading('text-sm'),
  h5: heading('text-sm'),
  h6: heading('text-sm'),
  p: ({ children }) => <p className="my-2 first:mt-0 last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className="my-2 list-disc pl-5 marker:text-ink-faint">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="my-2 list-decimal pl-5 marker:text-ink-faint">
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="my-0.5">{children}</li>,
  blockquote: ({ children }) => (
    <blockquote className="my-2 border-line-strong border-l-2 pl-3 text-ink-soft">{children}</blockquote>
  ),
  hr: () => <hr className="my-4 border-line" />,
  strong: ({ children }) => <strong className="font-semibold text-ink">{children}</strong>,
  a: ({ children, href }) =>
    href !== undefined && SAFE_LINK.test(href) ? (
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        title={href}
        className="text-accent-ink underline underline-offset-4"
      >
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // Whoever writes the address of a picture learns who looks at it.
  img: ({ alt }) => <span className="text-ink-faint">[image{alt ? `: ${alt}` : ''}]</span>,
  pre: ({ children }) => <CodeBlock code={textOf(children)} language={languageOf(children)} />,
  code: ({ children }) => (
    <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-[0.875em]">{children}</code>
  ),
  table: ({ children }) => (
    <ScrollBox label="Table of the answer" className="my-3 rounded-lg border border-line">
      <table className="w-full border-collapse text-left text-sm tabular-nums">{children}</table>
    </ScrollBox>
  ),
  thead: ({ children }) => <thead className="bg-sunken text-ink">{children}</thead>,
  tbody: ({ children }) => <tbody>{children}</tbody>,
  tr: ({ children }) => <tr className="border-line border-b last:border-0">{children}</tr>,
  th: ({ children, style }) => (
    <th style={style} className="whitespace-nowrap px-3 py-1.5 font-medium">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="px-3 py-1.5 align-top">
      {children}
    </td>
  ),
  [CHIP_TAG]: ({ children, node }) => (
    <AnswerChip target={String(node?.properties.dataTarget ?? '')}>{textOf(asNode(children))}</AnswerChip>
  ),
}

/** What React was given as children of an element of our own making: one piece of text. */
function asNode(children: unknown): ReactNode {
  if (typeof children === 'string') return children
  return Array.isArray(children) ? children.map(String).join('') : ''
}

function languageOf(children: ReactNode): string {
  if (!isValidElement<{ className?: string }>(children)) return ''
  return /language-(\S+)/.exec(children.props.className ?? '')?.[1] ?? ''
}

interface AnswerMarkdownProps {
  text: string
  grounding: Grounding
  citations: readonly Citation[]
  isStreaming: boolean
}

export default function AnswerMarkdown({ text, grounding, citations, isStreaming }: AnswerMarkdownProps) {
  const rehypePlugins = useMemo(
    (): Plugins => [[groundMarkdown, toOptions(grounding, citations)]],
    [grounding, citations],
  )
  return (
    <Streamdown
      className="text-pretty break-words text-ink leading-relaxed"
      mode={isStreaming ? 'streaming' : 'static'}
      isAnimating={isStreaming}
      plugins={plugins}
      components={components}
      rehypePlugins={rehypePlugins}
      controls={false}
      linkSafety={{ enabled: false }}
    >
      {text}
    </Streamdown>
  )
}
