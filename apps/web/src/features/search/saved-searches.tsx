'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SavedSearch } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { IconButton } from '@vitrine/ui/icon-button'
import { Input } from '@vitrine/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@vitrine/ui/popover'
import { toast } from '@vitrine/ui/toast'
import { BookmarkIcon, TrashIcon } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
/** Searches a person keeps: save the one at hand, run one, remove one. */
import { messageOf } from '../live/error-message.ts'
import { useSearchState } from './search-state.ts'

/** The list and the two ways to change it; the list is read anew after each. */
function useSavedSearches(isOpen: boolean) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const options = {
    onSuccess: () => queryClient.invalidateQueries(trpc.savedSearches.pathFilter()),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  }
  return {
    list: useQuery(trpc.savedSearches.list.queryOptions(undefined, { enabled: isOpen })),
    create: useMutation(trpc.savedSearches.create.mutationOptions(options)),
    remove: useMutation(trpc.savedSearches.remove.mutationOptions(options)),
  }
}

interface SavedRowProps {
  saved: SavedSearch
  onRun: () => void
  onRemove: () => void
}

function SavedRow({ saved, onRun, onRemove }: SavedRowProps) {
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        className="flex min-h-10 min-w-0 flex-1 flex-col justify-center rounded-md px-2 text-left hover:bg-hover"
        onClick={onRun}
      >
        <span className="w-full truncate text-sm">{saved.name}</span>
        {saved.query !== saved.name && (
          <span className="w-full truncate font-mono text-ink-faint text-xs">{saved.query}</span>
        )}
      </button>
      <IconButton
        label={`Delete saved search ${saved.name}`}
        variant="danger"
        size="sm"
        tooltip="none"
        onClick={onRemove}
      >
        <TrashIcon aria-hidden />
      </IconButton>
    </li>
  )
}

function SaveForm({ query, onSave }: { query: string; onSave: (name: string) => void }) {
  const [name, setName] = useState(query)
  const nameId = useId()
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') onSave(name.trim())
  }
  return (
    <form onSubmit={save} className="mb-2 flex flex-col gap-1.5 border-line border-b pb-3">
      <label htmlFor={nameId} className="font-medium text-sm">
        Save this search as
      </label>
      <div className="flex gap-2">
        <Input id={nameId} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" disabled={name.trim() === ''}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** The bookmark button beside the box, and what it opens. */
export function SavedSearches() {
  const [isOpen, setIsOpen] = useState(false)
  const { query, sort, search } = useSearchState()
  const { list, create, remove } = useSavedSearches(isOpen)
  const run = (saved: SavedSearch) => {
    setIsOpen(false)
    search({ query: saved.query, sort: saved.sort })
  }
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <IconButton label="Saved searches" tooltip="none">
          <BookmarkIcon aria-hidden />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Saved searches" className="w-[min(22rem,calc(100vw-1rem))] p-3">
        {query !== '' && (
          <SaveForm
            key={query}
            query={query.slice(0, 100)}
            onSave={(name) =>
              create.mutate(
                { name, query, sort },
                { onSuccess: () => void toast.success(`Saved “${name}”.`) },
              )
            }
          />
        )}
        {list.isPending && <p className="py-2 text-ink-soft text-sm">Loading saved searches…</p>}
        {list.isError && (
          <p role="alert" className="py-2 text-danger-ink text-sm">
            {messageOf(list.error)}
          </p>
        )}
        {list.data?.length === 0 && (
          <p className="py-2 text-ink-soft text-sm">
            {query === '' ? 'Search for something, then save it here.' : 'Nothing saved yet.'}
          </p>
        )}
        <ul aria-label="Saved searches" className="max-h-72 overflow-y-auto">
          {list.data?.map((saved) => (
            <SavedRow
              key={saved.id}
              saved={saved}
              onRun={() => run(saved)}
              onRemove={() => remove.mutate({ id: saved.id })}
            />
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  )
}
