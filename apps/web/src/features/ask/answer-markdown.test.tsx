import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import type { Citation } from '@vitrine/contracts'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { annotations, makeDetail } from '../image-detail/image-fixture.ts'
import { AnswerGroundProvider } from './answer-chip.tsx'
import AnswerMarkdown from './answer-markdown.tsx'
import { layOutAskPage } from './ask-in-jsdom.tsx'
import { groundingOf } from './grounding.ts'
import { LightsProvider } from './lights.tsx'
import { LitPicture } from './lit-picture.tsx'

beforeAll(layOutAskPage)
afterEach(cleanup)

const grounding = groundingOf([{ id: 7, annotations }])
const citations: Citation[] = [
  {
    number: 1,
    imageId: 7,
    annotationId: 20,
    box: { x: 0.1, y: 0.2, width: 0.5, height: 0.05 },
    text: 'TOTAL 12.50',
  },
]

function show(text: string, isStreaming = false) {
  const revealed: number[] = []
  const ground = { grounding, citations, onReveal: (id: number) => void revealed.push(id) }
  const view = renderWithApi(
    <LightsProvider>
      <LitPicture image={makeDetail()} />
      <AnswerGroundProvider value={ground}>
        <AnswerMarkdown text={text} grounding={grounding} citations={citations} isStreaming={isStreaming} />
      </AnswerGroundProvider>
    </LightsProvider>,
  )
  const lit = () => [...view.container.querySelectorAll('svg text')].map((label) => label.textContent)
  return { ...view, revealed, lit }
}

describe('what a model writes', () => {
  it.each([
    ['an image of its own', '![a cat](https://example.org/track.png)', 'img[src*="example.org"]'],
    [
      'HTML',
      'Look: <img src="https://example.org/x.png" onerror="alert(1)"> <script>alert(1)</script>',
      'script, img[src*="example.org"]',
    ],
    ['a block of HTML', '<iframe src="https://example.org"></iframe>', 'iframe'],
    ['a style', '<style>body { display: none }</style>', 'style'],
    ['a link that runs', '[press](javascript:alert(1))', 'a'],
    ['a link to data', '[press](data:text/html,hi)', 'a'],
    ['a formula that loads', '$$\\includegraphics{https://example.org/x.png}$$', 'img[src*="example.org"]'],
  ])('loads and runs nothing: %s', (_name, markdown, forbidden) => {
    const { container } = show(markdown)
    expect(container.querySelectorAll(forbidden)).toHaveLength(0)
  })

  it('says where an image would have been', () => {
    show('![a cat](https://example.org/track.png)')
    expect(screen.getByText('[image: a cat]')).toBeDefined()
  })

  it('opens links apart, without a word of where they were followed', () => {
    show('See [the shop](https://example.org/shop).')
    const link = screen.getByRole('link', { name: 'the shop' })
    expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual([
      'https://example.org/shop',
      '_blank',
    ])
    expect(link.getAttribute('rel')).toContain('noreferrer')
  })
})

describe('Markdown', () => {
  it('has tables, also half written', () => {
    show('| item | price |\n| --- | --- |\n| tea | 2.50 |\n| ca', true)
    const table = screen.getByRole('table')
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((cell) => cell.textContent),
    ).toEqual(['item', 'price'])
    expect(within(table).getByText('2.50')).toBeDefined()
  })

  it('has code with its language, and formulas', () => {
    const { container } = show('```html\n<p>Hi</p>\n```\n\n$$x^2$$')
    expect(screen.getByText('<p>Hi</p>')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Copy the code' })).toBeDefined()
    expect(container.querySelector('.katex')).not.toBeNull()
  })

  it('takes money for money', () => {
    const { container } = show('Tea is $3 and cake is $4.')
    expect(container.textContent).toContain('Tea is $3 and cake is $4.')
    expect(container.querySelector('.katex')).toBeNull()
  })
})

describe('names that have a place', () => {
  it('light it while they are pointed at or have the focus', () => {
    const { lit } = show('Two **dogs** and a cup.')
    const chip = screen.getByRole('button', { name: 'dogs: 2 places on the pictures' })
    expect(lit()).toEqual([])
    fireEvent.pointerEnter(chip)
    expect(lit()).toEqual(['dog', 'dog'])
    fireEvent.pointerLeave(chip)
    fireEvent.focus(screen.getByRole('button', { name: 'cup: one place on the pictures' }))
    expect(lit()).toEqual(['cup'])
  })

  it('keep it lit once pressed, until they are pressed again', () => {
    const { lit, revealed } = show('Two dogs and a cup.')
    const chip = screen.getByRole('button', { name: /^dogs/ })
    fireEvent.click(chip)
    expect([chip.getAttribute('aria-pressed'), lit().length, revealed]).toEqual(['true', 2, [7]])
    fireEvent.click(chip)
    expect([chip.getAttribute('aria-pressed'), lit().length]).toEqual(['false', 0])
  })

  it('are sources where they are cited', () => {
    const { lit } = show('It costs 12.50 [1].')
    fireEvent.focus(screen.getByRole('button', { name: 'Source [1]: TOTAL 12.50' }))
    expect(lit()).toEqual(['TOTAL 12.50'])
  })

  it('stay lit as sources, too', () => {
    const { lit } = show('It costs 12.50 [1].')
    const source = screen.getByRole('button', { name: /^Source/ })
    fireEvent.click(source)
    expect([source.getAttribute('aria-pressed'), lit()]).toEqual(['true', ['TOTAL 12.50']])
    fireEvent.click(source)
    expect([source.getAttribute('aria-pressed'), lit()]).toEqual(['false', []])
  })

  it('are none in code', () => {
    show('`dog`')
    expect(screen.queryByRole('button', { name: /dog/ })).toBeNull()
  })
})
