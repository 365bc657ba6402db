/** The Ask page with everything it asks of the server, for tests. */
import type { TurnEvent } from '@vitrine/contracts'
import { Toaster } from '@vitrine/ui/toast'
import type { ComponentProps } from 'react'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { Feed } from '~/trpc/feed.ts'
import { makeDetail } from '../image-detail/image-fixture.ts'
import { layOutStage } from '../image-detail/stage-in-jsdom.ts'
import { UploadProvider } from '../upload/upload-provider.tsx'
import { engines, makeConversation, makeConversationCard, makeTurn } from './ask-fixture.ts'
import { AskPage } from './ask-page.tsx'

/** jsdom has neither sizes, nor media, nor captured pointers; the page is as on a wide screen with a mouse. */
export function layOutAskPage(): void {
  layOutStage()
  const matchMedia = (query: string) => ({ matches: query.includes('min-width') || query.includes('fine') })
  Object.defineProperty(window, 'matchMedia', { value: matchMedia, configurable: true })
  Object.defineProperty(HTMLElement.prototype, 'setPointerCapture', { value: () => {}, configurable: true })
}

/** A question about image 7, answered: the first turn of most tests. */
export const firstTurn = makeTurn({
  id: 1,
  question: 'What is here?',
  pictures: [{ imageId: 7 }],
  answer: 'Two dogs and a cup.',
})

const idOf = (input: unknown): number =>
  typeof input === 'object' && input !== null && 'id' in input ? Number(input.id) : 0

const defaults: Answers = {
  'ask.list': () => ({
    conversations: [makeConversationCard({ id: 1, title: 'Two dogs' })],
    nextCursor: null,
  }),
  'ask.get': () => makeConversation([firstTurn]),
  'ask.engines': () => engines,
  'ask.send': () => makeTurn({ id: 2, parentId: 1, state: 'queued', answer: '', finishedAt: null }),
  'ask.watch': () => new Feed<TurnEvent>(),
  'images.byId': (input) => makeDetail({ id: idOf(input), fileName: `photo-${idOf(input)}.jpg` }),
  'search.facets': () => ({ facets: [], exact: true, tookMs: 1 }),
  'tools.available': () => ({ tasks: [] }),
}

/** Renders the page; a conversation with one answered turn unless the answers say otherwise. */
export function renderAsk(answers: Answers = {}, props: Partial<ComponentProps<typeof AskPage>> = {}) {
  return renderWithApi(
    <UploadProvider>
      <AskPage conversationId={1} {...props} />
      <Toaster theme="light" />
    </UploadProvider>,
    { answers: { ...defaults, ...answers }, pathname: '/ask/1' },
  )
}
