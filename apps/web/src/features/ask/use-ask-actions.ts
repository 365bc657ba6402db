'use client'
/** Everything a person can do to the turns of a conversation; what failed says so in a toast. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AskRequest, Conversation, EngineName, Turn } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useCallback, useMemo } from 'react'
import type { z } from 'zod'
import { useTRPC, useTRPCClient } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { putTurn } from './patch-conversation.ts'

/** A question as the page writes it: what is left out has its default. */
export type Question = z.input<typeof AskRequest>

const fail = (title: string) => (error: unknown) => void toast.error(title, { description: messageOf(error) })

/** Puts turns into the conversations that this browser holds. */
export function usePutTurn(): (turn: Turn) => void {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(
    (turn: Turn) => {
      const key = trpc.ask.get.queryKey({ id: turn.conversationId })
      queryClient.setQueryData<Conversation>(key, (conversation) =>
        conversation ? putTurn(conversation, turn) : conversation,
      )
    },
    [queryClient, trpc],
  )
}

/** Asks, asks anew, asks otherwise, stops, and goes to another branch. The same object for as long as the page is. */
export function useTurnActions() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const put = usePutTurn()
  return useMemo(() => {
    const reread = (conversationId: number) => {
      void queryClient.invalidateQueries(trpc.ask.get.queryFilter({ id: conversationId }))
      void queryClient.invalidateQueries(trpc.ask.list.pathFilter())
    }
    const show = (turn: Turn): Turn => {
      put(turn)
      reread(turn.conversationId)
      return turn
    }
    return {
      /** Rejects when it could not be asked: the composer brings back what was written. */
      send: (question: Question) => client.ask.send.mutate(question).then(show),
      edit: (turnId: number, question: string) =>
        client.ask.edit.mutate({ turnId, question }).then(show, fail('The question could not be asked')),
      regenerate: (turnId: number, choice: { engine?: EngineName; model?: string } = {}) =>
        client.ask.regenerate
          .mutate({ turnId, ...choice })
          .then(show, fail('It could not be answered again')),
      stop: (turnId: number) =>
        client.ask.stop.mutate({ turnId }).catch(fail('The answer could not be stopped')),
      selectBranch: (conversationId: number, turnId: number) => {
        const key = trpc.ask.get.queryKey({ id: conversationId })
        queryClient.setQueryData<Conversation>(key, (conversation) =>
          conversation ? { ...conversation, activeTurnId: turnId } : conversation,
        )
        return client.ask.selectBranch.mutate({ conversationId, turnId }).catch((error: unknown) => {
          fail('The other answer could not be shown')(error)
          reread(conversationId)
        })
      },
    }
  }, [client, put, queryClient, trpc])
}
export type TurnActions = ReturnType<typeof useTurnActions>

/** Renames, pins and deletes conversations, with a way back. */
export function useHistoryActions() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const reread = () => queryClient.invalidateQueries(trpc.ask.pathFilter())
  const settled = (title: string) => ({ onSuccess: reread, onError: fail(title) })
  const rename = useMutation(
    trpc.ask.rename.mutationOptions(settled('The conversation could not be renamed')),
  )
  const pin = useMutation(trpc.ask.pin.mutationOptions(settled('The conversation could not be pinned')))
  const restore = useMutation(
    trpc.ask.restore.mutationOptions(settled('The conversation could not be brought back')),
  )
  const remove = useMutation(
    trpc.ask.delete.mutationOptions({
      onSuccess: (_answer, { id }) => {
        toast.success('Conversation deleted', {
          action: { label: 'Undo', onClick: () => restore.mutate({ id }) },
        })
        return queryClient.invalidateQueries(trpc.ask.list.pathFilter())
      },
      onError: fail('The conversation could not be deleted'),
    }),
  )
  const choose = useMutation(trpc.ask.chooseEngine.mutationOptions(settled('The engine could not be chosen')))
  return { rename, pin, remove, choose }
}
