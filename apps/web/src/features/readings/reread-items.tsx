'use client'
/** The items of a menu by which pictures are read again: by the best engine, or by one that is named. */
import type { EngineName } from '@vitrine/contracts'
import { DropdownMenuItem } from '@vitrine/ui/dropdown-menu'
import { RefreshCwIcon } from 'lucide-react'
import { engineNames } from './readings-words.ts'

interface RereadItemsProps {
  /** Those there is a choice between; none are offered when it is empty. */
  engines: readonly EngineName[]
  /** Without an engine, the best one reads. */
  onReread: (engine?: EngineName) => void
}

export function RereadItems({ engines, onReread }: RereadItemsProps) {
  return (
    <>
      <DropdownMenuItem onSelect={() => onReread()}>
        <RefreshCwIcon aria-hidden /> Read again
      </DropdownMenuItem>
      {engines.map((engine) => (
        <DropdownMenuItem key={engine} className="pl-8" onSelect={() => onReread(engine)}>
          Read again with {engineNames[engine]}
        </DropdownMenuItem>
      ))}
    </>
  )
}
