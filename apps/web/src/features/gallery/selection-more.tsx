'use client'
/** What has no room of its own beside the chosen pictures on a phone. */
import type { Selection } from '@vitrine/contracts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import { Download, Ellipsis, MessageCircleQuestion } from 'lucide-react'
import Link from 'next/link'
import { askHref, nameOfStart, startOfSelection } from '../ask/ask-links.ts'
import { DeepItems } from '../deep-reading/deep-items.tsx'

interface SelectionMoreProps {
  selection: Selection | null
  onExport: () => void
  onRead: () => void
  onSkip: () => void
}

export function SelectionMore({ selection, onExport, onRead, onSkip }: SelectionMoreProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="More" tooltip="none" title="More" disabled={selection === null}>
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DeepItems canSkip onRead={onRead} onSkip={onSkip} />
        {selection ? (
          <DropdownMenuItem asChild>
            <Link href={askHref(startOfSelection(selection))}>
              <MessageCircleQuestion aria-hidden />
              {nameOfStart(selection)}
            </Link>
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuItem onSelect={onExport}>
          <Download aria-hidden />
          Export…
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
