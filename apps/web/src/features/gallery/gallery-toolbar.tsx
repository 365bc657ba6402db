'use client'
import type { Count, SearchSort } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import { Select } from '@vitrine/ui/select'
import { Skeleton } from '@vitrine/ui/skeleton'
import {
  CircleCheck,
  Download,
  LayoutGrid,
  MessageCircleQuestion,
  RefreshCw,
  SlidersHorizontal,
} from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { askHref } from '../ask/ask-links.ts'
import { ExportDialog } from '../export/export-dialog.tsx'
import { ThemeChoice } from '../shell/theme-menu.tsx'
import { formatTotal, sortLabels, sortsFor } from './gallery-words.ts'
import { Density, type Preferences } from './preferences.ts'

const DENSITY_LABEL: Record<Density, string> = {
  compact: 'Small',
  comfortable: 'Medium',
  large: 'Large',
}

export interface GalleryToolbarProps {
  /** Null while it is not known. */
  total: Count | null
  /** Whether the count is on its way. */
  isPending: boolean
  query: string
  sort: SearchSort
  onSort: (sort: SearchSort) => void
  preferences: Preferences
  onPreferences: (over: Partial<Preferences>) => void
  /** Whether the list may miss something and is too long to be read anew by itself. */
  isStale: boolean
  onRefresh: () => void
  onSelect: () => void
  /** The facets' sheet, on screens that have no room beside the grid. */
  facetSheet: ReactNode
}

export function GalleryToolbar(props: GalleryToolbarProps) {
  const { total, preferences, onPreferences } = props
  const sorts = sortsFor(props.query)
  const [isExporting, setIsExporting] = useState(false)
  return (
    <div role="toolbar" aria-label="Gallery" className="flex h-full min-w-0 flex-1 items-center gap-1">
      <IconButton
        label={preferences.facets ? 'Hide the filters' : 'Show the filters'}
        aria-expanded={preferences.facets}
        className="-ml-2 aria-expanded:bg-transparent aria-expanded:hover:bg-hover max-lg:hidden"
        onClick={() => onPreferences({ facets: !preferences.facets })}
      >
        <SlidersHorizontal />
      </IconButton>
      {props.facetSheet}
      <p role="status" className="min-w-0 truncate px-1 font-medium text-ink text-sm tabular-nums">
        {total ? formatTotal(total) : null}
      </p>
      {props.isPending ? <Skeleton className="h-4 w-24" /> : null}
      {props.isStale ? (
        <Button variant="link" size="sm" className="min-h-6" onClick={props.onRefresh}>
          <RefreshCw aria-hidden />
          <span className="max-sm:sr-only">Show what changed</span>
        </Button>
      ) : null}
      <div className="ml-auto flex items-center gap-1">
        {props.query.trim() === '' ? null : (
          <IconButton label="Ask about these results" asChild>
            <Link href={askHref({ search: props.query })}>
              <MessageCircleQuestion aria-hidden />
            </Link>
          </IconButton>
        )}
        <IconButton label="Select images" onClick={props.onSelect}>
          <CircleCheck />
        </IconButton>
        <IconButton label="Export" className="max-sm:hidden" onClick={() => setIsExporting(true)}>
          <Download />
        </IconButton>
        <ViewMenu
          preferences={preferences}
          onPreferences={onPreferences}
          onExport={() => setIsExporting(true)}
        />
        <Select
          label="Order"
          value={sorts.includes(props.sort) ? props.sort : 'newest'}
          options={sorts.map((value) => ({ value, label: sortLabels[value] }))}
          onChange={props.onSort}
          className="w-auto border-transparent bg-transparent shadow-none hover:border-transparent hover:bg-hover"
        />
      </div>
      {isExporting ? (
        <ExportDialog
          subject={props.query.trim() === '' ? 'All images' : 'What this search finds'}
          selection={{ query: props.query }}
          sort={props.sort}
          onClose={() => setIsExporting(false)}
        />
      ) : null}
    </div>
  )
}

interface ViewMenuProps extends Pick<GalleryToolbarProps, 'preferences' | 'onPreferences'> {
  onExport: () => void
}

function ViewMenu({ preferences, onPreferences, onExport }: ViewMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="View" tooltip="none" title="View">
          <LayoutGrid />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Size</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={preferences.density}
          onValueChange={(density) => onPreferences({ density: Density.parse(density) })}
        >
          {Density.options.map((density) => (
            <DropdownMenuRadioItem key={density} value={density}>
              {DENSITY_LABEL[density]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        {/* Where the header has no room for its own menu. */}
        <div className="sm:hidden">
          <DropdownMenuLabel>Theme</DropdownMenuLabel>
          <ThemeChoice />
          <DropdownMenuSeparator />
        </div>
        <DropdownMenuCheckboxItem
          checked={preferences.byDay}
          onCheckedChange={(checked) => onPreferences({ byDay: checked === true })}
        >
          Group by day added
        </DropdownMenuCheckboxItem>
        {/* Where the toolbar has no room for its button. */}
        <div className="sm:hidden">
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={onExport}>
            <Download aria-hidden />
            Export…
          </DropdownMenuItem>
        </div>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
