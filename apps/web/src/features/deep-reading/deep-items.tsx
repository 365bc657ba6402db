'use client'
/** The items of a menu by which pictures are read deeply, or not. */
import { DropdownMenuItem } from '@vitrine/ui/dropdown-menu'
import { CircleSlashIcon, SparklesIcon } from 'lucide-react'

interface DeepItemsProps {
  /** Whether there may be something to skip. */
  canSkip: boolean
  onRead: () => void
  onSkip: () => void
}

export function DeepItems({ canSkip, onRead, onSkip }: DeepItemsProps) {
  return (
    <>
      <DropdownMenuItem onSelect={onRead}>
        <SparklesIcon aria-hidden /> Read deeply
      </DropdownMenuItem>
      {canSkip && (
        <DropdownMenuItem onSelect={onSkip}>
          <CircleSlashIcon aria-hidden /> Skip the deep reading
        </DropdownMenuItem>
      )}
    </>
  )
}
