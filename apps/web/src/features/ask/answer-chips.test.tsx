import { cleanup, render, screen } from '@testing-library/react'
import type { Citation } from '@vitrine/contracts'
import { afterEach, expect, it } from 'vitest'
import { annotations } from '../image-detail/image-fixture.ts'
import { AnswerGroundProvider } from './answer-chip.tsx'
import AnswerMarkdown from './answer-markdown.tsx'
import { type Grounding, groundingOf } from './grounding.ts'
import { LightsProvider } from './lights.tsx'

afterEach(cleanup)

const grounding = groundingOf([{ id: 7, annotations }])
const none: Citation[] = []
const nothing = groundingOf([])
const cited: Citation[] = [{ number: 1, imageId: 7, annotationId: null, box: null, text: 'receipt.png' }]

function Drawn({
  text,
  ground = grounding,
  citations = none,
}: {
  text: string
  ground?: Grounding
  citations?: Citation[]
}) {
  return (
    <LightsProvider>
      <AnswerGroundProvider value={{ grounding: ground, citations, onReveal: () => undefined }}>
        <AnswerMarkdown text={text} grounding={ground} citations={citations} isStreaming={false} />
      </AnswerGroundProvider>
    </LightsProvider>
  )
}

it('an answer has the chips of its own pictures, whichever was drawn before', () => {
  const { rerender } = render(<Drawn text="No dog here." ground={nothing} />)
  expect(screen.queryByRole('button')).toBeNull()
  rerender(<Drawn text="A dog." key="another" />)
  expect(screen.getByRole('button', { name: /^dog/ })).toBeDefined()
})

it('a source that is known only when the answer ends becomes a chip then', () => {
  const { rerender } = render(<Drawn text="It is on [1]." />)
  expect(screen.queryByRole('button')).toBeNull()
  rerender(<Drawn text="It is on [1]." citations={cited} />)
  expect(screen.getByRole('button', { name: 'Source [1]: receipt.png' })).toBeDefined()
})
