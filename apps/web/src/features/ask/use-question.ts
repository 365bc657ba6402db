'use client'
/** The question that is being written, and how it is asked. */
import type { TurnPicture } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useReducer } from 'react'
import { messageOf } from '../live/error-message.ts'
import { conversationHref } from './ask-links.ts'
import { changeDraft, type Draft, emptyDraft } from './draft.ts'
import type { Wish } from './engine-menu.tsx'
import { useArrivals } from './use-arrivals.ts'
import type { TurnActions } from './use-ask-actions.ts'
import type { OpenConversation } from './use-open-conversation.ts'

/** @param brought What another page brought. */
export function useDraft(brought: readonly TurnPicture[], { conversation, last }: OpenConversation) {
  const [draft, change] = useReducer(changeDraft, { ...emptyDraft(brought.length > 0), pictures: brought })
  // A conversation goes on about what it was about.
  useEffect(() => {
    if (last) change({ type: 'scoped', scope: last.scope })
  }, [conversation?.id])
  useArrivals(
    useCallback((ids: readonly number[]) => {
      change({ type: 'added', pictures: ids.map((imageId) => ({ imageId, region: null })) })
    }, []),
  )
  return [draft, change] as const
}

interface Asking {
  open: OpenConversation
  conversationId: number | null
  /** A search whose hits are asked about. */
  search: string
  wish: Wish
  actions: TurnActions
}

/** Where it began is what a first question to the library is about; later ones find their own. */
export const beginningOf = ({ scope }: Draft, { turns }: OpenConversation, search: string) =>
  scope === 'library' && turns.length === 0 ? search.trim() : ''

/** Resolves once it is asked; what was written comes back when it could not be. */
export function useAsk({ open, conversationId, search, wish, actions }: Asking) {
  const router = useRouter()
  return async (draft: Draft, restore: (draft: Draft) => void) => {
    const { question, pictures, scope } = draft
    const query = beginningOf(draft, open, search)
    try {
      const turn = await actions.send({
        conversationId,
        parentId: open.last?.id ?? null,
        question,
        pictures: scope === 'library' ? [] : [...pictures],
        scope,
        ...(query === '' ? {} : { query }),
        ...(conversationId === null ? wish : {}),
      })
      if (conversationId === null) router.push(conversationHref(turn.conversationId))
    } catch (thrown) {
      restore(draft)
      toast.error('It could not be asked', { description: messageOf(thrown) })
    }
  }
}
