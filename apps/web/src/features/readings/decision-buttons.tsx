'use client'
import type { Selection } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { CheckIcon, FilesIcon, Undo2Icon } from 'lucide-react'
import { useDecisions } from './use-decisions.ts'

interface DecisionButtonsProps {
  selection: Selection
  /** Runs after a decision. */
  onDone: () => void
}

/**
 * The decision between two readings for many pictures at once; those with one reading are left alone. A menu where
 * there is no room for two buttons.
 */
export function DecisionButtons({ selection, onDone }: DecisionButtonsProps) {
  const { accept, takeBack, isPending } = useDecisions(onDone)
  const keepNew = () => accept.mutate({ what: selection })
  const takeFormer = () => takeBack.mutate({ what: selection })
  return (
    <>
      <div className="mr-1 flex items-center gap-1 max-xl:hidden">
        <Button variant="primary" size="sm" busy={accept.isPending} disabled={isPending} onClick={keepNew}>
          <CheckIcon aria-hidden /> Accept new readings
        </Button>
        <Button size="sm" busy={takeBack.isPending} disabled={isPending} onClick={takeFormer}>
          <Undo2Icon aria-hidden /> Take back the former
        </Button>
      </div>
      <div className="xl:hidden">
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="primary" size="sm" aria-label="Decide between readings" disabled={isPending}>
              <FilesIcon aria-hidden />
              <span className="max-sm:hidden">Decide</span>
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <DropdownMenuItem onSelect={keepNew}>
              <CheckIcon aria-hidden /> Accept new readings
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={takeFormer}>
              <Undo2Icon aria-hidden /> Take back the former
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
    </>
  )
}
