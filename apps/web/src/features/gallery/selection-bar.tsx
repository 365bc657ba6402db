'use client'
/** What can be done with the chosen pictures. It takes the toolbar's place, so nothing moves. */
import { useQuery } from '@tanstack/react-query'
import type { Count, SearchSort, Selection } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { IconButton } from '@vitrine/ui/icon-button'
import { Popover, PopoverContent, PopoverTrigger } from '@vitrine/ui/popover'
import { Download, FolderPlus, MessageCircleQuestion, Tag, Trash2, X } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { askHref, nameOfStart, startOfSelection } from '../ask/ask-links.ts'
import { DeepButton } from '../deep-reading/deep-button.tsx'
import { ExportDialog } from '../export/export-dialog.tsx'
import { countOf } from '../live/pipeline-words.ts'
import { DecisionButtons } from '../readings/decision-buttons.tsx'
import { RereadButton } from '../readings/reread-button.tsx'
import { formatTotal } from './gallery-words.ts'
import { PickOrCreate } from './pick-or-create.tsx'
import type { SelectionState } from './selection.ts'
import { SelectionMore } from './selection-more.tsx'
import { useBulkActions } from './use-bulk-actions.ts'

export interface SelectionBarProps {
  state: SelectionState
  selection: Selection | null
  total: Count
  /** The order of the grid. */
  sort: SearchSort
  /** Whether some of them await a decision between two readings. */
  isUndecided: boolean
  onAll: () => void
  onClear: () => void
  onTrash: () => void
}

/** Where each has a button of its own, and where one menu holds them. */
const ROOM = {
  alone: { own: 'max-[30rem]:hidden', menu: 'min-[30rem]:hidden' },
  beside: { own: 'max-md:hidden', menu: 'md:hidden' },
}

export function SelectionBar(props: SelectionBarProps) {
  const { state, selection, total, sort, isUndecided, onAll, onClear, onTrash } = props
  const isAll = state.allOf !== null
  const actions = useBulkActions(onClear)
  const isNone = selection === null
  const [isExporting, setIsExporting] = useState(false)
  // The decision takes room, too.
  const room = isUndecided ? ROOM.beside : ROOM.alone
  const readDeeply = () => {
    if (selection) actions.readDeeply.mutate({ what: selection, stage: 'reasoning' })
  }
  const skipReading = () => {
    if (selection) actions.skipReading.mutate({ selection, stage: 'reasoning' })
  }
  return (
    <div role="toolbar" aria-label="Chosen images" className="flex h-full min-w-0 flex-1 items-center gap-1">
      <IconButton label="Clear the selection" shortcut="Esc" onClick={onClear}>
        <X />
      </IconButton>
      <p role="status" className="shrink-0 px-1 font-medium text-ink text-sm tabular-nums">
        {isAll ? `All ${formatTotal(total)}` : countOf(state.ids.size, 'image')}
        <span className="max-sm:hidden"> chosen</span>
      </p>
      {isAll ? null : (
        <Button
          variant="link"
          size="sm"
          // A small phone has no room for it beside the decision.
          className={cn('min-h-6 gap-1 px-1', isUndecided && 'max-[24rem]:hidden')}
          onClick={onAll}
        >
          Select all
          <span className="max-sm:hidden">{formatTotal(total)}</span>
        </Button>
      )}
      <div className="ml-auto flex items-center gap-0.5">
        {isUndecided && selection ? <DecisionButtons selection={selection} onDone={onClear} /> : null}
        {selection ? (
          <IconButton label={nameOfStart(selection)} className={room.own} asChild>
            <Link href={askHref(startOfSelection(selection))}>
              <MessageCircleQuestion aria-hidden />
            </Link>
          </IconButton>
        ) : null}
        {selection ? (
          <IconButton label="Export" className={room.own} onClick={() => setIsExporting(true)}>
            <Download />
          </IconButton>
        ) : null}
        <PickPopover label="Tag" icon={<Tag />} disabled={isNone}>
          {(close) => (
            <TagPicker
              onPick={(name) => {
                if (selection) actions.tag.mutate({ name, selection })
                close()
              }}
            />
          )}
        </PickPopover>
        <PickPopover label="Add to a collection" icon={<FolderPlus />} disabled={isNone}>
          {(close) => (
            <CollectionPicker
              onPick={(to) => {
                if (selection) actions.collect.mutate({ to, selection })
                close()
              }}
            />
          )}
        </PickPopover>
        <RereadButton
          disabled={isNone}
          onReread={(engine) =>
            selection &&
            actions.rerun.mutate({ what: selection, stage: 'perception', ...(engine ? { engine } : {}) })
          }
        />
        <div className={room.own}>
          <DeepButton disabled={isNone} onRead={readDeeply} onSkip={skipReading} />
        </div>
        <div className={room.menu}>
          <SelectionMore
            selection={selection}
            onExport={() => setIsExporting(true)}
            onRead={readDeeply}
            onSkip={skipReading}
          />
        </div>
        <IconButton label="Delete" shortcut="Del" variant="danger" disabled={isNone} onClick={onTrash}>
          <Trash2 />
        </IconButton>
      </div>
      {isExporting && selection ? (
        <ExportDialog
          subject="Chosen images"
          selection={selection}
          sort={sort}
          onClose={() => setIsExporting(false)}
        />
      ) : null}
    </div>
  )
}

interface PickPopoverProps {
  label: string
  icon: ReactNode
  disabled: boolean
  children: (close: () => void) => ReactNode
}

function PickPopover({ label, icon, disabled, children }: PickPopoverProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <IconButton label={label} disabled={disabled} tooltip="none" title={label}>
          {icon}
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={label}>
        {children(() => setIsOpen(false))}
      </PopoverContent>
    </Popover>
  )
}

function TagPicker({ onPick }: { onPick: (name: string) => void }) {
  const trpc = useTRPC()
  const { data = [] } = useQuery(trpc.tags.list.queryOptions())
  return (
    <PickOrCreate
      label="Tag"
      options={data.map(({ name, count }) => ({ key: name, label: name, count }))}
      onPick={(option) => onPick(option.label)}
      onCreate={onPick}
    />
  )
}

/** Picks a collection by its id, or names a new one. */
function CollectionPicker({ onPick }: { onPick: (to: number | string) => void }) {
  const trpc = useTRPC()
  const { data = [] } = useQuery(trpc.collections.list.queryOptions())
  return (
    <PickOrCreate
      label="Collection"
      options={data.map(({ id, name, count }) => ({ key: String(id), label: name, count }))}
      onPick={(option) => onPick(Number(option.key))}
      onCreate={onPick}
    />
  )
}
