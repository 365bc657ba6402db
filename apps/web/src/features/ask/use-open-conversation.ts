'use client'
/** The conversation that is open: the branch of it that is shown, its pictures, and what answers in it. */
import { useQuery } from '@tanstack/react-query'
import { type Conversation, isUnderWay, type TurnPicture } from '@vitrine/contracts'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { branchOf, tipOf } from './branches.ts'
import type { Wish } from './engine-menu.tsx'
import { groundingOf } from './grounding.ts'
import { picturesNamed } from './patch-conversation.ts'
import { firstDrawn, TURNS_AT_A_TIME } from './turn-window.ts'
import { useHistoryActions } from './use-ask-actions.ts'
import { usePictures } from './use-pictures.ts'

/** The conversation, once it is read. */
function useConversation(id: number | null) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.ask.get.queryOptions({ id: id ?? 0 }), enabled: id !== null })
}

/** What the next question is answered by: kept with a conversation, or until there is one. */
export function useWish(conversation: Conversation | undefined) {
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

/** A link to a turn shows the branch it stands in. */
function turnIdIn({ turns, activeTurnId }: Conversation, turnId: number | null): number | null {
  const linked = turns.find(({ id }) => id === turnId)
  return linked && !branchOf(turns, activeTurnId).some(({ turn }) => turn.id === turnId)
    ? tipOf(turns, linked.id)
    : activeTurnId
}

/** @param turnId A turn that a link leads to. */
export function useOpenConversation(conversationId: number | null, turnId: number | null) {
  const { data: conversation, error, isPending, refetch } = useConversation(conversationId)
  const [linkedId, dropLink] = useLink(turnId, conversation?.activeTurnId)
  const steps = useMemo(
    () => (conversation ? branchOf(conversation.turns, turnIdIn(conversation, linkedId)) : []),
    [conversation, linkedId],
  )
  const turns = useMemo(() => steps.map(({ turn }) => turn), [steps])
  return {
    conversation,
    error,
    isPending: conversationId !== null && isPending,
    refetch,
    dropLink,
    steps,
    turns,
    last: turns.at(-1),
    running: turns.find(({ state }) => isUnderWay(state)),
    hasPictures: turns.some((turn) => turn.pictures.length > 0 || turn.search !== null),
  }
}

export type OpenConversation = ReturnType<typeof useOpenConversation>

/** What is known of the pictures of the turns, and of those that the next question brings. */
export function useSubjects({ turns }: OpenConversation, added: readonly TurnPicture[]) {
  const named = useMemo(
    () => [...new Set([...picturesNamed(turns), ...added.map(({ imageId }) => imageId)])],
    [turns, added],
  )
  const pictures = usePictures(named)
  const shown = useMemo(() => picturesNamed(turns).flatMap((id) => pictures.get(id) ?? []), [turns, pictures])
  const grounding = useMemo(() => groundingOf(shown), [shown])
  return { pictures, shown, grounding }
}

/** A long conversation is drawn from its end; `more` draws so many before. */
export function useTurnWindow({ steps, turns }: OpenConversation, turnId: number | null) {
  const [asked, setAsked] = useState(TURNS_AT_A_TIME)
  const first = firstDrawn(
    turns.map(({ id }) => id),
    asked,
    turnId,
  )
  return {
    drawn: steps.slice(first),
    before: Math.min(first, TURNS_AT_A_TIME),
    more: () => setAsked(steps.length - first + TURNS_AT_A_TIME),
  }
}
