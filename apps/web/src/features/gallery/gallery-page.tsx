'use client'
/** The gallery: the search in the URL, as pictures. */
import type { Count } from '@vitrine/contracts'
import { Dialog, DialogTrigger, SheetContent } from '@vitrine/ui/dialog'
import { ErrorState } from '@vitrine/ui/error-state'
import { IconButton } from '@vitrine/ui/icon-button'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../live/error-message.ts'
import { FacetPanel } from '../search/facet-panel.tsx'
import { QueryNotice } from '../search/query-notice.tsx'
import { type Search, useSearchState } from '../search/search-state.ts'
import { GalleryGrid } from './gallery-grid.tsx'
import { EmptyLibrary, GridSkeleton, NoResults } from './gallery-states.tsx'
import { GalleryToolbar } from './gallery-toolbar.tsx'
import { usePreferences } from './preferences.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useGallery } from './use-gallery.ts'
import { useSelection } from './use-selection.ts'

const NONE: Count = { value: 0, capped: false }

export function GalleryPage() {
  const { query, sort } = useSearchState()
  // Another search is another list: nothing chosen, from the top.
  return <Gallery key={`${sort} ${query}`} search={{ query, sort }} />
}

function Gallery({ search }: { search: Search }) {
  const { setQuery, setSort } = useSearchState()
  const [everything, setEverything] = useState(false)
  const { change, ...preferences } = usePreferences()
  const gallery = useGallery({ ...search, everything })
  const total = gallery.first?.total ?? null
  const choice = useSelection(gallery.hits, search.query)
  const { query } = search
  const isEmpty = gallery.isSuccess && gallery.hits.length === 0 && !gallery.hasNextPage

  if (isEmpty && query.trim() === '') return <EmptyLibrary />
  return (
    <div className="flex flex-1 px-(--page-gutter)">
      {preferences.facets ? (
        <aside
          aria-label="Narrow the search"
          className="sticky top-(--header-height) -ml-2 mr-5 hidden h-[calc(100dvh-var(--header-height))] w-56 shrink-0 overflow-y-auto py-4 pr-1 pb-(--dock-room) lg:block"
        >
          <FacetPanel />
        </aside>
      ) : null}
      <div className="min-w-0 flex-1">
        <h1 className="sr-only">{query.trim() === '' ? 'All images' : `Search: ${query}`}</h1>
        <div className="sticky top-(--header-height) z-20 -mx-1 flex h-13 items-center bg-canvas/95 px-1 backdrop-blur-sm">
          {choice.isSelecting ? (
            <SelectionBar
              state={choice.state}
              selection={choice.selection}
              total={total ?? NONE}
              sort={gallery.order}
              isUndecided={choice.isUndecided}
              onAll={choice.selectAll}
              onClear={choice.clear}
              onTrash={choice.trash}
            />
          ) : (
            <GalleryToolbar
              total={total}
              isPending={gallery.isPending}
              query={query}
              sort={gallery.order}
              onSort={setSort}
              preferences={preferences}
              onPreferences={change}
              isStale={gallery.isSuccess && gallery.isStale && !gallery.isFetching}
              onRefresh={gallery.refresh}
              onSelect={choice.begin}
              facetSheet={<FacetSheet />}
            />
          )}
        </div>
        {gallery.first ? (
          <div className="[&:has(p)]:pb-2">
            <QueryNotice
              explanation={gallery.first.explanation}
              pooled={gallery.first.pooled}
              onEverything={() => setEverything(true)}
            />
          </div>
        ) : null}
        {gallery.isPending ? <GridSkeleton targetHeight={224} /> : null}
        {gallery.isError && gallery.hits.length === 0 ? (
          <ErrorState
            title="The images could not be loaded"
            message={messageOf(gallery.error)}
            onRetry={() => void gallery.refetch()}
          />
        ) : null}
        {isEmpty ? <NoResults query={query} onClear={() => setQuery('')} /> : null}
        {gallery.hits.length > 0 ? (
          <GalleryGrid
            hits={gallery.hits}
            setSize={total && !total.capped ? Math.max(total.value, gallery.hits.length) : -1}
            search={search}
            density={preferences.density}
            byDay={preferences.byDay && (gallery.order === 'newest' || gallery.order === 'oldest')}
            hasSnippets={query.trim() !== ''}
            selection={choice.state}
            isSelecting={choice.isSelecting}
            onPress={choice.press}
            onFocus={choice.setFocused}
            onEnd={gallery.loadMore}
          />
        ) : null}
        {gallery.isFetchingNextPage ? <GridSkeleton targetHeight={224} /> : null}
        {gallery.isFetchNextPageError ? (
          <ErrorState
            title="The next images could not be loaded"
            message={messageOf(gallery.error)}
            onRetry={() => void gallery.fetchNextPage()}
          />
        ) : null}
      </div>
    </div>
  )
}

function FacetSheet() {
  return (
    <Dialog>
      <DialogTrigger asChild>
        <IconButton label="Filters" tooltip="none" className="-ml-2 lg:hidden">
          <SlidersHorizontal />
        </IconButton>
      </DialogTrigger>
      <SheetContent title="Filters" side="bottom">
        <FacetPanel />
      </SheetContent>
    </Dialog>
  )
}
