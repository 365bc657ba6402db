'use client'
import type { Selection } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { CheckIcon, Undo2Icon } from 'lucide-react'
import { useDecisions } from './use-decisions.ts'

interface DecisionButtonsProps {
  selection: Selection
  /** Runs after a decision. */
  onDone: () => void
}

/** The decision between two readings for many pictures at once; those with one reading are left alone. */
export function DecisionButtons({ selection, onDone }: DecisionButtonsProps) {
  const { accept, takeBack, isPending } = useDecisions(onDone)
  const what = selection
  return (
    <div className="mr-1 flex items-center gap-1">
      <Button
        variant="primary"
        size="sm"
        aria-label="Accept new readings"
        busy={accept.isPending}
        disabled={isPending}
        onClick={() => accept.mutate({ what })}
      >
        <CheckIcon aria-hidden />
        <span className="max-md:hidden">Accept new readings</span>
      </Button>
      <Button
        size="sm"
        aria-label="Take back the former readings"
        busy={takeBack.isPending}
        disabled={isPending}
        onClick={() => takeBack.mutate({ what })}
      >
        <Undo2Icon aria-hidden />
        <span className="max-md:hidden">Take back</span>
      </Button>
    </div>
  )
}
