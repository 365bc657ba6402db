'use client'
/** The bar over the picture: back to the search, the place in it, and what can be done with the image. */
import type { Box, ImageDetail } from '@vitrine/contracts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import {
  ArrowLeftIcon,
  ChevronLeftIcon,
  ChevronRightIcon,
  DownloadIcon,
  EllipsisIcon,
  MessageCircleQuestionIcon,
  Trash2Icon,
} from 'lucide-react'
import Link from 'next/link'
import { askHref } from '../ask/ask-links.ts'
import { DeepItems } from '../deep-reading/deep-items.tsx'
import { isUnderWay } from '../deep-reading/deep-reading-words.ts'
import { useDeepReading } from '../deep-reading/use-deep-reading.ts'
import { RereadItems } from '../readings/reread-items.tsx'
import { usePerceptionEngines } from '../readings/use-perception-engines.ts'
import { type Search, searchHref } from '../search/search-state.ts'
import { formatCount } from '../search/search-words.ts'
import { downloadUrl } from './image-urls.ts'
import type { useImageFate } from './use-image-actions.ts'
import type { useNeighbours } from './use-neighbours.ts'

interface ToolbarProps {
  image: ImageDetail
  search: Search
  neighbours: ReturnType<typeof useNeighbours>
  /** The box that is drawn on the picture, if one is: a question is about it. */
  region: Box | null
  fate: ReturnType<typeof useImageFate>
  onTrash: () => void
}

function NeighbourButtons({ neighbours }: Pick<ToolbarProps, 'neighbours'>) {
  const { position, total, previous, next, goPrevious, goNext } = neighbours
  return (
    <nav aria-label="Images of this search" className="flex items-center gap-0.5">
      <IconButton label="Previous image" shortcut="←" disabled={previous === null} onClick={goPrevious}>
        <ChevronLeftIcon aria-hidden />
      </IconButton>
      <span className="min-w-16 text-center text-ink-soft text-xs tabular-nums">
        {position !== null && total !== null && `${position} of ${formatCount(total)}`}
      </span>
      <IconButton label="Next image" shortcut="→" disabled={next === null} onClick={goNext}>
        <ChevronRightIcon aria-hidden />
      </IconButton>
    </nav>
  )
}

function MoreMenu({ image, fate, onTrash }: Pick<ToolbarProps, 'image' | 'fate' | 'onTrash'>) {
  const deep = useDeepReading(image.id)
  const engines = usePerceptionEngines()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="More actions" tooltip="none">
          <EllipsisIcon aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <RereadItems engines={engines} onReread={(engine) => fate.rerun('perception', engine)} />
        <DeepItems canSkip={isUnderWay(image.reasoning)} onRead={deep.read} onSkip={deep.skip} />
        <DropdownMenuSeparator />
        <DropdownMenuItem tone="danger" shortcut="Del" onSelect={onTrash}>
          <Trash2Icon aria-hidden /> Move to the trash
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

/** One line, also on a phone. */
export function ImageToolbar({ image, search, neighbours, region, fate, onTrash }: ToolbarProps) {
  return (
    <div className="flex h-12 items-center gap-1 border-line border-b bg-surface px-2">
      <IconButton label="Back to the search" shortcut="Esc" asChild>
        <Link href={searchHref(search)}>
          <ArrowLeftIcon aria-hidden />
        </Link>
      </IconButton>
      <h1 className="min-w-0 flex-1 truncate font-medium text-sm" title={image.fileName}>
        {image.fileName}
      </h1>
      <NeighbourButtons neighbours={neighbours} />
      {image.deletedAt === null && (
        <IconButton label={region ? 'Ask about this region' : 'Ask about this image'} asChild>
          <Link href={askHref({ pictures: [{ imageId: image.id, region }] })}>
            <MessageCircleQuestionIcon aria-hidden />
          </Link>
        </IconButton>
      )}
      <IconButton label="Download original" asChild>
        <a href={downloadUrl(image)} download={image.fileName}>
          <DownloadIcon aria-hidden />
        </a>
      </IconButton>
      {image.deletedAt === null && <MoreMenu image={image} fate={fate} onTrash={onTrash} />}
    </div>
  )
}
