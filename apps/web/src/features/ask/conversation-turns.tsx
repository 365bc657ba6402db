'use client'
import { Button } from '@vitrine/ui/button'
/** The turns of the branch that is shown, or what stands in their place. */
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { useCallback } from 'react'
import { messageOf } from '../live/error-message.ts'
import { tipOf } from './branches.ts'
import type { Grounding } from './grounding.ts'
import { TurnView } from './turn-view.tsx'
import type { TurnActions } from './use-ask-actions.ts'
import { type OpenConversation, useTurnWindow } from './use-open-conversation.ts'
import type { Pictures } from './use-pictures.ts'

interface TurnsProps {
  open: OpenConversation
  /** A turn that a link leads to. */
  turnId: number | null
  pictures: Pictures
  grounding: Grounding
  actions: TurnActions
  editing: number | null
  onEditing: (turnId: number | null) => void
  onReveal: (imageId: number) => void
  /** Keeps what is in sight there while turns come in above it. */
  hold: () => void
}

function ConversationSkeleton() {
  return (
    <div role="status" aria-label="Loading the conversation" className="grid gap-4">
      <Skeleton className="ml-auto h-12 w-2/3 rounded-2xl" />
      <Skeleton className="h-32 rounded-xl" />
    </div>
  )
}

export function ConversationTurns(props: TurnsProps) {
  const { open, turnId, actions, hold } = props
  const { conversation, error, isPending, refetch, dropLink } = open
  const { drawn, before, more } = useTurnWindow(open, turnId)
  const onBranch = useCallback(
    (to: number) => {
      dropLink()
      if (conversation) void actions.selectBranch(conversation.id, tipOf(conversation.turns, to))
    },
    [actions, conversation, dropLink],
  )
  return (
    <>
      {isPending && <ConversationSkeleton />}
      {error && !conversation && (
        <ErrorState
          title="The conversation could not be opened"
          message={messageOf(error)}
          onRetry={() => void refetch()}
        />
      )}
      {before > 0 && (
        <Button
          size="sm"
          variant="ghost"
          className="self-center"
          onClick={() => {
            hold()
            more()
          }}
        >
          Show the {before} before
        </Button>
      )}
      {drawn.map((step) => (
        <TurnView
          key={step.turn.id}
          step={step}
          pictures={props.pictures}
          grounding={props.grounding}
          actions={actions}
          isEditing={props.editing === step.turn.id}
          onEditing={props.onEditing}
          onBranch={onBranch}
          onReveal={props.onReveal}
        />
      ))}
    </>
  )
}
