'use client'
/** The list under the search box. Focus stays in the box; the active row is told by its id. */
import { cn } from '@vitrine/ui/cn'
import {
  BookmarkIcon,
  BoxIcon,
  FilterIcon,
  HistoryIcon,
  type LucideIcon,
  TagIcon,
  TextSearchIcon,
} from 'lucide-react'
import { formatCount } from './search-words.ts'
import type { Offer } from './use-suggestions.ts'

const icons: Record<Offer['kind'], LucideIcon> = {
  recent: HistoryIcon,
  word: TextSearchIcon,
  object: BoxIcon,
  tag: TagIcon,
  field: FilterIcon,
  saved: BookmarkIcon,
}

const kindNames: Record<Offer['kind'], string> = {
  recent: 'recent',
  word: 'word',
  object: 'object',
  tag: 'tag',
  field: 'field',
  saved: 'saved',
}

interface SuggestionListProps {
  id: string
  isOpen: boolean
  offers: readonly Offer[]
  active: number
  optionId: (index: number) => string
  onHover: (index: number) => void
  onTake: (index: number) => void
}

/** Rows to take with a click or, through the box, with the keyboard. Empty and hidden while closed. */
export function SuggestionList({
  id,
  isOpen,
  offers,
  active,
  optionId,
  onHover,
  onTake,
}: SuggestionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      hidden={!isOpen}
      className="absolute inset-x-0 top-full z-50 mt-1 max-h-[min(24rem,60dvh)] overflow-y-auto rounded-xl border border-line bg-raised p-1 text-ink shadow-lg"
    >
      {isOpen &&
        offers.map((offer, index) => {
          const Icon = icons[offer.kind]
          return (
            <div
              key={`${offer.kind}:${offer.query}`}
              id={optionId(index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={cn(
                'flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 text-sm md:min-h-9',
                index === active && 'bg-hover',
              )}
              // Before the box loses focus and the list closes.
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => onHover(index)}
              onClick={() => onTake(index)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') onTake(index)
              }}
            >
              <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <span className="min-w-0 flex-1 truncate">{offer.label}</span>{' '}
              {offer.count && (
                <span className="text-ink-soft text-xs tabular-nums">{formatCount(offer.count)}</span>
              )}{' '}
              <span className="text-ink-faint text-xs">{kindNames[offer.kind]}</span>
            </div>
          )
        })}
    </div>
  )
}
