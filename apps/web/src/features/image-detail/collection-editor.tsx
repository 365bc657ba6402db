'use client'
import { useQuery } from '@tanstack/react-query'
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Checkbox } from '@vitrine/ui/checkbox'
import { Input } from '@vitrine/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@vitrine/ui/popover'
import { FolderPlusIcon } from 'lucide-react'
import Link from 'next/link'
import { type FormEvent, useId, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
/** The collections an image is in, with a menu to put it into others or a new one. */
import { messageOf } from '../live/error-message.ts'
import { searchHref } from '../search/search-state.ts'
import { PanelSection } from './panel-section.tsx'
import { useImageEdits } from './use-image-actions.ts'

function NewCollection({ onCreate, isBusy }: { onCreate: (name: string) => void; isBusy: boolean }) {
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    onCreate(name.trim())
    setName('')
  }
  return (
    <form onSubmit={submit} className="mt-2 flex gap-2 border-line border-t pt-3">
      <Input
        aria-label="Name of a new collection"
        placeholder="New collection"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" busy={isBusy} disabled={name.trim() === ''}>
        Create
      </Button>
    </form>
  )
}

function CollectionChoices({ image }: { image: ImageDetail }) {
  const trpc = useTRPC()
  const boxId = useId()
  const collections = useQuery(trpc.collections.list.queryOptions())
  const { addToCollection, takeFromCollection, createCollection } = useImageEdits(image.id)
  const selection = { ids: [image.id] }
  const isIn = (id: number) => image.collections.some((one) => one.id === id)
  const toggle = (id: number) => (isIn(id) ? takeFromCollection : addToCollection).mutate({ id, selection })
  return (
    <>
      {collections.isPending && <p className="text-ink-soft text-sm">Loading collections…</p>}
      {collections.isError && (
        <p role="alert" className="text-danger-ink text-sm">
          {messageOf(collections.error)}
        </p>
      )}
      {collections.data?.length === 0 && <p className="text-ink-soft text-sm">There are none yet.</p>}
      <ul aria-label="Collections" className="max-h-60 overflow-y-auto">
        {collections.data?.map((collection) => (
          <li key={collection.id}>
            <div className="flex min-h-9 items-center gap-2 rounded-md px-1.5 hover:bg-hover">
              <Checkbox
                id={`${boxId}-${collection.id}`}
                checked={isIn(collection.id)}
                onCheckedChange={() => toggle(collection.id)}
              />
              <label htmlFor={`${boxId}-${collection.id}`} className="min-w-0 flex-1 truncate py-1.5">
                {collection.name}
              </label>
              <span className="text-ink-faint text-xs tabular-nums">{collection.count}</span>
            </div>
          </li>
        ))}
      </ul>
      <NewCollection
        isBusy={createCollection.isPending}
        onCreate={(name) =>
          createCollection.mutate(
            { name },
            { onSuccess: ({ id }) => addToCollection.mutate({ id, selection }) },
          )
        }
      />
    </>
  )
}

/** The names of its collections, each a link to its search, and the menu. */
export function CollectionEditor({ image }: { image: ImageDetail }) {
  return (
    <PanelSection
      title="Collections"
      aside={
        <Popover>
          <PopoverTrigger asChild>
            <Button size="sm" variant="ghost">
              <FolderPlusIcon aria-hidden /> Change
            </Button>
          </PopoverTrigger>
          <PopoverContent align="end" aria-label="Choose collections">
            <CollectionChoices image={image} />
          </PopoverContent>
        </Popover>
      }
    >
      {image.collections.length === 0 ? (
        <p className="text-ink-soft text-sm">In none yet.</p>
      ) : (
        <ul aria-label="In collections" className="flex flex-wrap gap-1.5">
          {image.collections.map((collection) => (
            <li key={collection.id}>
              <Link
                href={searchHref({ query: `collection:"${collection.name}"` })}
                className="inline-block rounded-full border border-line-strong px-3 py-1 text-sm hover:bg-hover"
              >
                {collection.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </PanelSection>
  )
}
