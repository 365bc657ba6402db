'use client'
/** The one search box: words and fields in, suggestions on the way, help beside it. */
import { cn } from '@vitrine/ui/cn'
import { IconButton } from '@vitrine/ui/icon-button'
import { fieldStyles } from '@vitrine/ui/input'
import { Kbd } from '@vitrine/ui/kbd'
import { SearchIcon, XIcon } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { FieldHelp } from './field-help.tsx'
import { useRecentSearches } from './recent-searches.ts'
import { SavedSearches } from './saved-searches.tsx'
import { useSearchState } from './search-state.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { useCombobox } from './use-combobox.ts'
import { useFocusKey } from './use-focus-key.ts'
import { useSuggestions } from './use-suggestions.ts'

/** What the box does: its draft, what it offers, and where a search goes. */
function useSearchBox() {
  const { query, setQuery } = useSearchState()
  const { recent, remember } = useRecentSearches()
  const [draft, setDraft] = useState(query)
  const [wantsOffers, setWantsOffers] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const offers = useSuggestions(draft, { enabled: wantsOffers, recent })

  // The URL may change under the box: a facet, a saved search, the back button.
  useEffect(() => setDraft(query), [query])
  useFocusKey('/', field)

  const submit = (next: string) => {
    setDraft(next)
    remember(next)
    setQuery(next)
  }
  const combobox = useCombobox({
    count: offers.length,
    onTake: (index) => take(index),
    onSubmit: () => submit(draft),
    onClear: () => clear(),
  })
  const take = (index: number) => {
    const offer = offers[index]
    if (!offer) return
    // A field is a beginning (`object:`), not yet a search.
    if (offer.kind === 'field') {
      setDraft(offer.query)
      combobox.open()
    } else {
      combobox.close()
      submit(offer.query)
    }
    field.current?.focus()
  }
  const clear = () => {
    setDraft('')
    if (query !== '') setQuery('')
  }
  const openOffers = () => {
    setWantsOffers(true)
    combobox.open()
  }
  return { draft, setDraft, field, offers, combobox, submit, take, clear, openOffers }
}

/** The search box. It reads and writes the search in the URL; `/` focuses it, Escape clears it. */
export function SearchBox({ className }: { className?: string }) {
  const { draft, setDraft, field, offers, combobox, submit, take, clear, openOffers } = useSearchBox()
  const listId = useId()
  const optionId = (index: number) => `${listId}-${index}`

  return (
    <search className={cn('relative flex min-w-0 items-center gap-1', className)}>
      <div className="relative min-w-0 flex-1">
        <SearchIcon
          aria-hidden
          className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-3 size-4 text-ink-faint"
        />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Search images"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded={combobox.isOpen}
          aria-controls={listId}
          aria-activedescendant={
            combobox.isOpen && combobox.active >= 0 ? optionId(combobox.active) : undefined
          }
          aria-keyshortcuts="/"
          autoCapitalize="none"
          autoComplete="off"
          autoCorrect="off"
          enterKeyHint="search"
          maxLength={2000}
          spellCheck={false}
          placeholder="Search what pictures show and say"
          className={cn(fieldStyles, 'h-10 text-ellipsis rounded-full pr-20 pl-9 text-base md:text-sm')}
          value={draft}
          onChange={(event) => {
            setDraft(event.target.value)
            openOffers()
          }}
          onFocus={openOffers}
          onBlur={combobox.close}
          onKeyDown={combobox.onKeyDown}
        />
        <div className="-translate-y-1/2 absolute top-1/2 right-1.5 flex items-center">
          {draft === '' ? (
            <span aria-hidden className="mr-1 hidden md:inline">
              <Kbd>/</Kbd>
            </span>
          ) : (
            <IconButton
              label="Clear search"
              shortcut="Esc"
              size="sm"
              className="rounded-full"
              onClick={() => {
                clear()
                field.current?.focus()
              }}
            >
              <XIcon aria-hidden />
            </IconButton>
          )}
          <FieldHelp onExample={submit} />
        </div>
        <SuggestionList
          id={listId}
          isOpen={combobox.isOpen}
          offers={offers}
          active={combobox.active}
          optionId={optionId}
          onHover={combobox.setActiveIndex}
          onTake={take}
        />
      </div>
      <SavedSearches />
    </search>
  )
}
