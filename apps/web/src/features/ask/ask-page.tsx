'use client'
/** Asking about pictures: earlier conversations, the one that is open, its pictures, and where the next question is written. */
import { useQuery } from '@tanstack/react-query'
import type { TurnPicture } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { ArrowDownIcon } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { Composer } from './composer.tsx'
import { ConversationBar } from './conversation-bar.tsx'
import { ConversationTurns } from './conversation-turns.tsx'
import type { Example } from './example-questions.ts'
import { History } from './history.tsx'
import { LightsProvider } from './lights.tsx'
import { PicturesPane } from './pictures-pane.tsx'
import { SelectedBar } from './selected-bar.tsx'
import { useTurnActions } from './use-ask-actions.ts'
import { useOpenConversation, useSubjects, useWish } from './use-open-conversation.ts'
import { beginningOf, useAsk, useDraft } from './use-question.ts'
import { useStickToBottom } from './use-stick-to-bottom.ts'
import { Welcome } from './welcome.tsx'

interface AskPageProps {
  /** Null: a new one. */
  conversationId: number | null
  /** A turn to go to. */
  turnId?: number | null
  /** What another page brought. */
  pictures?: readonly TurnPicture[]
  /** A search whose hits are asked about. */
  search?: string
}

/** Which picture is shown large, and whether the pictures are open where they have no place of their own. */
function useReveal() {
  const [shownId, setShownId] = useState<number | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  // A chip must not light what nobody sees.
  const reveal = useCallback((imageId: number) => {
    setShownId(imageId)
    if (!window.matchMedia('(min-width: 80rem)').matches) setIsOpen(true)
  }, [])
  return { shownId, setShownId, isOpen, setIsOpen, reveal }
}

function ToTheNewest({ onJump }: { onJump: () => void }) {
  return (
    <div className="-top-11 pointer-events-none absolute inset-x-0 flex justify-center">
      <Button size="sm" className="pointer-events-auto" onClick={onJump}>
        <ArrowDownIcon aria-hidden /> To the newest
      </Button>
    </div>
  )
}

/** The search that a first question begins with. */
function Beginning({ query }: { query: string }) {
  if (query === '') return null
  return (
    <p className="truncate px-2 pb-1.5 text-ink-soft text-xs">
      Asked about what is found by <span className="font-mono text-ink">{query}</span>
    </p>
  )
}

function Frame({ conversationId, turnId = null, pictures: brought = [], search = '' }: AskPageProps) {
  const trpc = useTRPC()
  const { data: engines = null } = useQuery(
    trpc.ask.engines.queryOptions(undefined, { refetchInterval: 15_000 }),
  )
  const open = useOpenConversation(conversationId, turnId)
  const { conversation, turns, last, running } = open
  const actions = useTurnActions()
  const { wish, onWish } = useWish(conversation)
  const [draft, change] = useDraft(brought, open)
  const { pictures, shown, grounding } = useSubjects(open, draft.pictures)
  const [editing, setEditing] = useState<number | null>(null)
  const { shownId, setShownId, isOpen, setIsOpen, reveal } = useReveal()
  const field = useRef<HTMLTextAreaElement>(null)
  const { scroller, content, isAway, jump, release, hold } = useStickToBottom()
  const ask = useAsk({ open, conversationId, search, wish, actions })

  // On a phone it would open the keyboard over everything.
  useEffect(() => {
    if (conversationId === null && window.matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [conversationId])
  useEffect(() => {
    if (turnId === null || !conversation) return
    release()
    document.getElementById(`turn-${turnId}`)?.scrollIntoView()
  }, [turnId, conversation?.id, release])

  const send = () => {
    change({ type: 'sent' })
    jump()
    void ask(draft, (back) => change({ type: 'restored', draft: back }))
  }
  const onExample = ({ question, scope }: Example) => {
    change({ type: 'scoped', scope })
    change({ type: 'wrote', question })
    field.current?.focus()
  }
  const pane = <PicturesPane images={shown} shownId={shownId} onShow={setShownId} />

  return (
    <div
      className={cn(
        'ask-frame -mb-(--dock-room) grid h-[calc(100dvh-var(--header-height)-var(--nav-height))] overflow-hidden lg:grid-cols-[16rem_minmax(0,1fr)]',
        shown.length > 0 ? 'xl:grid-cols-[17rem_minmax(0,1fr)_22rem]' : 'xl:grid-cols-[17rem_minmax(0,1fr)]',
      )}
    >
      <aside aria-label="Earlier conversations" className="hidden min-h-0 border-line border-r p-3 lg:flex">
        <History currentId={conversationId} />
      </aside>
      <section aria-label="Conversation" className="flex min-h-0 min-w-0 flex-col">
        <ConversationBar
          conversation={conversation}
          conversationId={conversationId}
          pictureCount={shown.length}
          arePicturesOpen={isOpen}
          onPictures={setIsOpen}
        >
          {pane}
        </ConversationBar>
        <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
          <div ref={content} className="mx-auto flex min-h-full w-full max-w-3xl flex-col gap-8 px-4 py-6">
            {conversationId === null && (
              <Welcome engines={engines} pictureCount={draft.pictures.length} onExample={onExample} />
            )}
            <ConversationTurns
              open={open}
              turnId={turnId}
              pictures={pictures}
              grounding={grounding}
              actions={actions}
              editing={editing}
              onEditing={setEditing}
              onReveal={reveal}
              hold={hold}
            />
          </div>
        </div>
        <SelectedBar turns={turns} pictures={pictures} shownId={shownId} onReveal={reveal} />
        <div className="relative mx-auto w-full max-w-3xl px-3 pb-3">
          {isAway && <ToTheNewest onJump={jump} />}
          <Beginning query={beginningOf(draft, open, search)} />
          <Composer
            draft={draft}
            change={change}
            pictures={pictures}
            hasPictures={open.hasPictures}
            engines={engines}
            wish={wish}
            onWish={onWish}
            field={field}
            onSend={send}
            onStop={running ? () => void actions.stop(running.id) : null}
            onEditLast={() => last && setEditing(last.id)}
          />
        </div>
      </section>
      {shown.length > 0 && (
        <aside
          aria-label="Pictures"
          className="hidden min-h-0 overflow-y-auto border-line border-l p-3 xl:block"
        >
          {pane}
        </aside>
      )}
    </div>
  )
}

export function AskPage(props: AskPageProps) {
  return (
    <LightsProvider>
      <Frame {...props} />
    </LightsProvider>
  )
}
