'use client'
import type { Collection } from '@vitrine/contracts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import { Download, Ellipsis, Images, MessageCircleQuestion, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { askHref } from '../ask/ask-links.ts'
import { countOf } from '../live/pipeline-words.ts'
import { searchHref } from '../search/search-state.ts'

export interface CollectionCardProps {
  collection: Collection
  onExport: () => void
  onRename: () => void
  onRemove: () => void
}

/** The query that finds a collection's images. */
export function collectionQuery(name: string): string {
  return `collection:"${name.replaceAll('"', '')}"`
}

export function CollectionCard({ collection, onExport, onRename, onRemove }: CollectionCardProps) {
  const { name, count, coverId } = collection
  return (
    <li className="group relative grid gap-2">
      <div className="aspect-4/3 overflow-hidden rounded-xl border border-line bg-sunken">
        {coverId === null ? (
          <div className="grid size-full place-items-center text-ink-faint">
            <Images aria-hidden className="size-7" strokeWidth={1.5} />
          </div>
        ) : (
          <img
            src={`/api/images/${coverId}/thumbnail?v=1`}
            alt=""
            loading="lazy"
            decoding="async"
            className="size-full object-cover transition-transform duration-300 group-hover:scale-[1.02]"
          />
        )}
      </div>
      <div className="flex items-start gap-1">
        <div className="grid min-w-0 flex-1">
          <h2 className="truncate font-medium text-ink text-sm">
            {/* The link covers the card; the menu stands above it. */}
            <Link
              href={searchHref({ query: collectionQuery(name) })}
              className="after:absolute after:inset-0 after:rounded-xl"
            >
              {name}
            </Link>
          </h2>
          <p className="text-ink-soft text-xs tabular-nums">{countOf(count, 'image')}</p>
        </div>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={`More about ${name}`} size="sm" tooltip="none" className="relative">
              <Ellipsis />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent className="min-w-36">
            <DropdownMenuItem asChild>
              <Link href={askHref({ search: collectionQuery(name) })}>
                <MessageCircleQuestion aria-hidden />
                Ask about it
              </Link>
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={onExport}>
              <Download aria-hidden />
              Export…
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={onRename}>
              <Pencil aria-hidden />
              Rename…
            </DropdownMenuItem>
            <DropdownMenuItem tone="danger" onSelect={onRemove}>
              <Trash2 aria-hidden />
              Delete…
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
    </li>
  )
}
