'use client'
/** Asking about pictures: earlier conversations, the one that is open, its pictures, and where the next question is written. */
import { useQuery } from '@tanstack/react-query'
import { type Conversation, isUnderWay, type TurnPicture } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { toast } from '@vitrine/ui/toast'
import { ArrowDownIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { useFocusKey } from '../search/use-focus-key.ts'
import { conversationHref } from './ask-links.ts'
import { branchOf, tipOf } from './branches.ts'
import { Composer } from './composer.tsx'
import { ConversationBar } from './conversation-bar.tsx'
import { changeDraft, emptyDraft } from './draft.ts'
import type { Wish } from './engine-menu.tsx'
import type { Example } from './example-questions.ts'
import { groundingOf } from './grounding.ts'
import { History } from './history.tsx'
import { LightsProvider } from './lights.tsx'
import { picturesNamed } from './patch-conversation.ts'
import { PicturesPane } from './pictures-pane.tsx'
import { SelectedBar } from './selected-bar.tsx'
import { TurnView } from './turn-view.tsx'
import { firstDrawn, TURNS_AT_A_TIME } from './turn-window.ts'
import { useArrivals } from './use-arrivals.ts'
import { useHistoryActions, useTurnActions } from './use-ask-actions.ts'
import { usePictures } from './use-pictures.ts'
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

const WHOLE = (imageIds: readonly number[]): TurnPicture[] =>
  imageIds.map((imageId) => ({ imageId, region: null }))

/** The conversation, once it is read. */
function useConversation(id: number | null) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.ask.get.queryOptions({ id: id ?? 0 }), enabled: id !== null })
}

/** What the next question is answered by: kept with a conversation, or until there is one. */
function useWish(conversation: Conversation | undefined) {
  const [own, setOwn] = useState<Wish>({ engine: null, model: null })
  const { choose } = useHistoryActions()
  const wish = conversation ? { engine: conversation.engine, model: conversation.model } : own
  const onWish = (next: Wish) => {
    if (conversation) choose.mutate({ id: conversation.id, ...next })
    else setOwn(next)
  }
  return { wish, onWish }
}

/** A link to a turn shows its branch until somebody goes to another one, or asks something. */
function useLink(turnId: number | null, activeTurnId: number | null | undefined) {
  const [linkedId, setLinkedId] = useState(turnId)
  const first = useRef(activeTurnId)
  const dropLink = useCallback(() => setLinkedId(null), [])
  useEffect(() => {
    first.current ??= activeTurnId
    if (first.current !== activeTurnId) dropLink()
  }, [activeTurnId, dropLink])
  return [linkedId, dropLink] as const
}

function Frame({ conversationId, turnId = null, pictures: brought = [], search = '' }: AskPageProps) {
  const trpc = useTRPC()
  const router = useRouter()
  const { data: conversation, error, isPending, refetch } = useConversation(conversationId)
  const { data: engines = null } = useQuery(
    trpc.ask.engines.queryOptions(undefined, { refetchInterval: 15_000 }),
  )
  const actions = useTurnActions()
  const { wish, onWish } = useWish(conversation)
  const [linkedId, dropLink] = useLink(turnId, conversation?.activeTurnId)
  const steps = useMemo(
    () => (conversation ? branchOf(conversation.turns, turnIdIn(conversation, linkedId)) : []),
    [conversation, linkedId],
  )
  const turns = useMemo(() => steps.map(({ turn }) => turn), [steps])
  const last = turns.at(-1)
  const [asked, setAsked] = useState(TURNS_AT_A_TIME)
  const earlier = firstDrawn(
    turns.map(({ id }) => id),
    asked,
    turnId,
  )
  const running = turns.find(({ state }) => isUnderWay(state))
  const [draft, change] = useReducer(changeDraft, { ...emptyDraft(brought.length > 0), pictures: brought })
  const named = useMemo(
    () => [...new Set([...picturesNamed(turns), ...draft.pictures.map(({ imageId }) => imageId)])],
    [turns, draft.pictures],
  )
  const pictures = usePictures(named)
  const shown = useMemo(() => picturesNamed(turns).flatMap((id) => pictures.get(id) ?? []), [turns, pictures])
  const grounding = useMemo(() => groundingOf(shown), [shown])
  const hasPictures = turns.some((turn) => turn.pictures.length > 0 || turn.search !== null)
  const [editing, setEditing] = useState<number | null>(null)
  const [shownId, setShownId] = useState<number | null>(null)
  const [arePicturesOpen, setArePicturesOpen] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { scroller, content, isAway, jump, release, hold } = useStickToBottom()

  // A conversation goes on about what it was about.
  useEffect(() => {
    if (last) change({ type: 'scoped', scope: last.scope })
  }, [conversation?.id])
  // Where the pictures have no place of their own, a chip must not light what nobody sees.
  const reveal = useCallback((imageId: number) => {
    setShownId(imageId)
    if (!window.matchMedia('(min-width: 80rem)').matches) setArePicturesOpen(true)
  }, [])

  useFocusKey('/', field)
  useArrivals(useCallback((ids: readonly number[]) => change({ type: 'added', pictures: WHOLE(ids) }), []))
  useEffect(() => {
    if (turnId === null || !conversation) return
    release()
    document.getElementById(`turn-${turnId}`)?.scrollIntoView()
  }, [turnId, conversation?.id, release])

  // Where it began is what a first question to the library is about; later ones find their own.
  const begun = draft.scope === 'library' && turns.length === 0 ? search.trim() : ''
  const send = () => {
    const { question, pictures: added, scope } = draft
    change({ type: 'sent' })
    jump()
    actions
      .send({
        conversationId,
        parentId: last?.id ?? null,
        question,
        pictures: scope === 'library' ? [] : [...added],
        scope,
        ...(begun === '' ? {} : { query: begun }),
        ...(conversationId === null ? wish : {}),
      })
      .then(
        (turn) => {
          if (conversationId === null) router.push(conversationHref(turn.conversationId))
        },
        (thrown: unknown) => {
          change({ type: 'restored', draft })
          toast.error('It could not be asked', { description: messageOf(thrown) })
        },
      )
  }
  const onExample = ({ question, scope }: Example) => {
    change({ type: 'scoped', scope })
    change({ type: 'wrote', question })
    field.current?.focus()
  }
  const onBranch = useCallback(
    (to: number) => {
      dropLink()
      if (conversation) void actions.selectBranch(conversation.id, tipOf(conversation.turns, to))
    },
    [actions, conversation, dropLink],
  )

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
          arePicturesOpen={arePicturesOpen}
          onPictures={setArePicturesOpen}
        >
          <PicturesPane images={shown} shownId={shownId} onShow={setShownId} />
        </ConversationBar>
        <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
          <div ref={content} className="mx-auto flex min-h-full w-full max-w-3xl flex-col gap-8 px-4 py-6">
            {conversationId === null && (
              <Welcome engines={engines} pictureCount={draft.pictures.length} onExample={onExample} />
            )}
            {conversationId !== null && isPending && <ConversationSkeleton />}
            {error && !conversation && (
              <ErrorState
                title="The conversation could not be opened"
                message={messageOf(error)}
                onRetry={() => void refetch()}
              />
            )}
            {earlier > 0 && (
              <Button
                size="sm"
                variant="ghost"
                className="self-center"
                onClick={() => {
                  hold()
                  setAsked(steps.length - earlier + TURNS_AT_A_TIME)
                }}
              >
                Show the {Math.min(earlier, TURNS_AT_A_TIME)} before
              </Button>
            )}
            {steps.slice(earlier).map((step) => (
              <TurnView
                key={step.turn.id}
                step={step}
                pictures={pictures}
                grounding={grounding}
                actions={actions}
                isEditing={editing === step.turn.id}
                onEditing={setEditing}
                onBranch={onBranch}
                onReveal={reveal}
              />
            ))}
          </div>
        </div>
        <SelectedBar turns={turns} pictures={pictures} shownId={shownId} onReveal={reveal} />
        <div className="relative mx-auto w-full max-w-3xl px-3 pb-3">
          {isAway && (
            <div className="-top-11 pointer-events-none absolute inset-x-0 flex justify-center">
              <Button size="sm" className="pointer-events-auto" onClick={jump}>
                <ArrowDownIcon aria-hidden /> To the newest
              </Button>
            </div>
          )}
          {begun !== '' && (
            <p className="truncate px-2 pb-1.5 text-ink-soft text-xs">
              Asked about what is found by <span className="font-mono text-ink">{begun}</span>
            </p>
          )}
          <Composer
            draft={draft}
            change={change}
            pictures={pictures}
            hasPictures={hasPictures}
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
          <PicturesPane images={shown} shownId={shownId} onShow={setShownId} />
        </aside>
      )}
    </div>
  )
}

/** A link to a turn shows the branch it stands in. */
function turnIdIn({ turns, activeTurnId }: Conversation, turnId: number | null): number | null {
  const linked = turns.find(({ id }) => id === turnId)
  return linked && !branchOf(turns, activeTurnId).some(({ turn }) => turn.id === turnId)
    ? tipOf(turns, linked.id)
    : activeTurnId
}

function ConversationSkeleton() {
  return (
    <div role="status" aria-label="Loading the conversation" className="grid gap-4">
      <Skeleton className="ml-auto h-12 w-2/3 rounded-2xl" />
      <Skeleton className="h-32 rounded-xl" />
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
