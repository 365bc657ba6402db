'use client'
/** Choosing pictures of the gallery to ask about: a search, and its hits to tick. */
import { useQuery } from '@tanstack/react-query'
import { type ImageCard, MAX_TURN_PICTURES } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { Dialog, DialogContent } from '@vitrine/ui/dialog'
import { Field, Input } from '@vitrine/ui/input'
import { Skeleton } from '@vitrine/ui/skeleton'
import { CheckIcon } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { nameOf } from '../gallery/gallery-words.ts'
import { bytesUrl } from '../image-detail/image-urls.ts'
import { messageOf } from '../live/error-message.ts'
import { useDebounced } from '../search/use-debounced.ts'

const SHOWN = 60

interface PickerProps {
  /** How many more a question takes. */
  room: number
  onPick: (ids: readonly number[]) => void
  onClose: () => void
}

function Hit({ image, isPicked, onToggle }: { image: ImageCard; isPicked: boolean; onToggle: () => void }) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isPicked}
        aria-label={nameOf(image)}
        title={nameOf(image)}
        onClick={onToggle}
        className={cn(
          'relative block aspect-square w-full overflow-hidden rounded-lg bg-track',
          isPicked && 'outline-3 outline-accent outline-offset-1',
        )}
      >
        <img src={bytesUrl(image, 'thumbnail')} alt="" loading="lazy" className="size-full object-cover" />
        {isPicked && (
          <span className="absolute top-1 right-1 grid size-5 place-items-center rounded-full bg-accent text-on-accent">
            <CheckIcon aria-hidden className="size-3.5" />
          </span>
        )}
      </button>
    </li>
  )
}

export function PicturePicker({ room, onPick, onClose }: PickerProps) {
  const trpc = useTRPC()
  const [query, setQuery] = useState('')
  const [picked, setPicked] = useState<readonly number[]>([])
  const wanted = useDebounced(query, 200)
  const hits = useQuery(
    trpc.search.query.queryOptions({
      query: wanted,
      sort: wanted.trim() === '' ? 'newest' : 'relevance',
      limit: SHOWN,
    }),
  )
  const toggle = (id: number) =>
    setPicked(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id].slice(-room))
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Pictures to ask about"
        description={`Up to ${Math.min(room, MAX_TURN_PICTURES)} more. New ones can be dropped or pasted onto the page.`}
        className="w-[min(48rem,calc(100vw-2rem))]"
        footer={
          <Button variant="primary" disabled={picked.length === 0} onClick={() => onPick(picked)}>
            {picked.length === 0 ? 'Add' : `Add ${picked.length}`}
          </Button>
        }
      >
        <Field label="Search" hint="Words, or terms like kind:receipt, collection:Summer.">
          {(ids) => (
            <Input {...ids} value={query} autoFocus onChange={(event) => setQuery(event.target.value)} />
          )}
        </Field>
        {hits.isError && (
          <p role="alert" className="text-danger-ink text-sm">
            {messageOf(hits.error)}
          </p>
        )}
        <ul
          aria-label="Images"
          className="grid max-h-[45dvh] grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2 overflow-y-auto p-1"
        >
          {hits.isPending &&
            [1, 2, 3, 4, 5, 6].map((place) => <Skeleton key={place} className="aspect-square" />)}
          {hits.data?.hits.map(({ image }) => (
            <Hit
              key={image.id}
              image={image}
              isPicked={picked.includes(image.id)}
              onToggle={() => toggle(image.id)}
            />
          ))}
        </ul>
        {hits.data?.hits.length === 0 && <p className="text-ink-soft text-sm">Nothing matches.</p>}
      </DialogContent>
    </Dialog>
  )
}
