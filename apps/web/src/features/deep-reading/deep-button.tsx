'use client'
/** For a selection: deep readings asked for, or skipped. */
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import { SparklesIcon } from 'lucide-react'
import { DeepItems } from './deep-items.tsx'

interface DeepButtonProps {
  disabled: boolean
  onRead: () => void
  onSkip: () => void
}

export function DeepButton({ disabled, onRead, onSkip }: DeepButtonProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="Deep reading" tooltip="none" title="Deep reading" disabled={disabled}>
          <SparklesIcon aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DeepItems canSkip onRead={onRead} onSkip={onSkip} />
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
