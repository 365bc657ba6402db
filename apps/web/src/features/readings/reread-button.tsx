'use client'
import type { EngineName } from '@vitrine/contracts'
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import { RotateCwIcon } from 'lucide-react'
import { RereadItems } from './reread-items.tsx'
import { usePerceptionEngines } from './use-perception-engines.ts'

interface RereadButtonProps {
  disabled: boolean
  /** Without an engine, the best one reads. */
  onReread: (engine?: EngineName) => void
}

/** Reads again at once; where several engines can, it asks which. */
export function RereadButton({ disabled, onReread }: RereadButtonProps) {
  const engines = usePerceptionEngines()
  if (engines.length === 0)
    return (
      <IconButton label="Read again" disabled={disabled} onClick={() => onReread()}>
        <RotateCwIcon aria-hidden />
      </IconButton>
    )
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="Read again" tooltip="none" title="Read again" disabled={disabled}>
          <RotateCwIcon aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <RereadItems engines={engines} onReread={onReread} />
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
