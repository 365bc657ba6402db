'use client'
/** The search that a question about the library became: what was looked for, what was found, what was looked at. */
import { useQueries } from '@tanstack/react-query'
import type { ImageDetail, TurnSearch } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Input } from '@vitrine/ui/input'
import { SearchIcon } from 'lucide-react'
import Link from 'next/link'
import { type FormEvent, useId, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { bytesUrl } from '../image-detail/image-urls.ts'
import { imageHref, searchHref } from '../search/search-state.ts'

/** So many hits are shown; the gallery has the others. */
const SHOWN = 12

interface LibrarySearchProps {
  search: TurnSearch
  isUnderWay: boolean
  /** Whether a model looks at pixels: the index knows all hits by what was read of them. */
  isLooking: boolean
  /** Asks the same question of other hits. */
  onSearch: (query: string) => void
}

function QueryForm({ search, isUnderWay, onSearch }: LibrarySearchProps) {
  const id = useId()
  const [query, setQuery] = useState(search.query)
  const isChanged = query.trim() !== '' && query.trim() !== search.query
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isChanged) onSearch(query.trim())
  }
  return (
    <form className="flex min-w-0 flex-1 items-center gap-2" onSubmit={submit}>
      <label htmlFor={id} className="sr-only">
        Search of this question
      </label>
      <SearchIcon aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <Input
        id={id}
        value={query}
        spellCheck={false}
        placeholder="Everything"
        className="h-8 min-w-0 font-mono text-xs"
        onChange={(event) => setQuery(event.target.value)}
      />
      <Button type="submit" size="sm" disabled={!isChanged || isUnderWay}>
        Ask again
      </Button>
    </form>
  )
}

/** Hits in their order; one that is gone is left out. */
function useHits(ids: readonly number[]): ImageDetail[] {
  const trpc = useTRPC()
  return useQueries({
    queries: ids.map((id) => trpc.images.byId.queryOptions({ id })),
    combine: (answers) => answers.flatMap(({ data }) => (data && data.deletedAt === null ? [data] : [])),
  })
}

export function LibrarySearch(props: LibrarySearchProps) {
  const { search, isLooking } = props
  const seen = isLooking ? search.seen : search.hits.length
  const hits = useHits(search.hits.slice(0, SHOWN))
  const count = `${search.isTotalExact ? '' : 'at least '}${search.total} ${search.total === 1 ? 'image' : 'images'}`
  return (
    <section
      aria-label="Search of the library"
      className="flex flex-col gap-2 rounded-lg border border-line bg-sunken/60 p-2.5"
    >
      <div className="flex flex-wrap items-center gap-2">
        <QueryForm key={search.query} {...props} />
        <Link
          href={searchHref({ query: search.query })}
          className="shrink-0 text-accent-ink text-xs underline underline-offset-4 hover:no-underline"
        >
          {count}
        </Link>
      </div>
      {hits.length > 0 && (
        <ul aria-label="Found images" className="flex gap-1.5 overflow-x-auto p-0.5">
          {hits.map((image, index) => (
            <li key={image.id} className="shrink-0">
              <Link
                href={imageHref(image.id, { query: search.query })}
                title={`${image.caption || image.fileName}${index < seen ? '' : ' (known by what was read of it)'}`}
                className="block"
              >
                <img
                  src={bytesUrl(image, 'thumbnail')}
                  alt={image.caption || image.fileName}
                  loading="lazy"
                  className={`size-14 max-w-none rounded-md bg-track object-cover ${index < seen ? '' : 'opacity-60'}`}
                />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {seen < search.hits.length && (
        <p className="text-ink-faint text-xs">
          The first {seen} were looked at; the others are known by what was read of them.
        </p>
      )}
    </section>
  )
}
