'use client'
import type { SearchHit } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { Check } from 'lucide-react'
import Link from 'next/link'
import { type CSSProperties, type MouseEvent, memo } from 'react'
import { VideoBadge } from '../video/video-badge.tsx'
import { CardPicture } from './card-picture.tsx'
import { CardStatusBadge } from './card-status.tsx'
import { fileOf, nameOf, statusOf } from './gallery-words.ts'
import { placeholderImage } from './placeholder.ts'
import { Snippet } from './snippet.tsx'

/** What a click on a card asks for. */
export interface CardPress {
  id: number
  index: number
  /** `open` is left to the link. */
  kind: 'toggle' | 'range'
}

export interface ImageCardProps {
  hit: SearchHit
  index: number
  /** How many there are in the whole list; -1 when only "many" is known. */
  setSize: number
  href: string
  /** Pixels from the list's top left corner. */
  left: number
  top: number
  width: number
  height: number
  isSelected: boolean
  /** Whether clicks choose instead of opening. */
  isSelecting: boolean
  /** Whether the Tab key stops here: one card of the grid. */
  isTabStop: boolean
  /** Whether room is kept under the picture for what matched. */
  hasSnippet: boolean
  onPress: (press: CardPress) => void
  onFocus: (index: number) => void
}

/** A picture in the grid: opens, or is chosen. */
export const ImageCardView = memo(function ImageCardView(props: ImageCardProps) {
  const { hit, index, isSelected, isSelecting, onPress } = props
  const { image } = hit
  const status = statusOf(image)
  const press = (event: MouseEvent) => {
    if (event.shiftKey) onPress({ id: image.id, index, kind: 'range' })
    else if (isSelecting || event.ctrlKey || event.metaKey) onPress({ id: image.id, index, kind: 'toggle' })
    else return
    event.preventDefault()
  }
  return (
    <li
      aria-posinset={index + 1}
      aria-setsize={props.setSize}
      data-image-id={image.id}
      className="group/card absolute top-0 left-0"
      style={{ transform: `translate(${props.left}px, ${props.top}px)`, width: props.width }}
    >
      <div
        className={cn('relative', isSelected && 'rounded-[5px] bg-accent-soft ring-2 ring-accent')}
        style={{ height: props.height }}
      >
        <div
          className={cn(
            'absolute overflow-hidden rounded-[5px] bg-center bg-cover bg-track transition-[inset] duration-150',
            isSelected ? 'inset-2' : 'inset-0',
          )}
          style={placeholderStyle(image.placeholder)}
        >
          <CardPicture image={image} width={props.width} height={props.height} />
          {/* An edge for white paper on a white page. */}
          <div
            aria-hidden
            className="pointer-events-none absolute inset-0 rounded-[inherit] ring-1 ring-ink/8 ring-inset"
          />
          <div
            aria-hidden
            className={cn(
              'pointer-events-none absolute inset-0 bg-linear-to-b from-black/45 via-transparent to-transparent opacity-0 transition-opacity duration-150 group-hover/card:opacity-100',
              isSelected && 'opacity-0 group-hover/card:opacity-0',
            )}
          />
          <HoverInfo name={image.caption} fileName={fileOf(image)} />
          {image.atSeconds === null ? null : <VideoBadge atSeconds={image.atSeconds} />}
          {status ? <CardStatusBadge status={status} /> : null}
        </div>
        <Link
          href={props.href}
          prefetch={false}
          draggable={false}
          data-index={index}
          tabIndex={props.isTabStop ? 0 : -1}
          aria-label={status ? `${nameOf(image)}, ${status.label}` : nameOf(image)}
          onClick={press}
          onFocus={() => props.onFocus(index)}
          className="-outline-offset-3 absolute inset-0 rounded-[inherit] focus-visible:inset-ring-5 focus-visible:inset-ring-white/85 focus-visible:outline-3"
        />
        <SelectButton
          name={nameOf(image)}
          isSelected={isSelected}
          isSelecting={isSelecting}
          onClick={(event) => onPress({ id: image.id, index, kind: event.shiftKey ? 'range' : 'toggle' })}
        />
      </div>
      {props.hasSnippet ? <Snippet hit={hit} width={props.width} /> : null}
    </li>
  )
})

function placeholderStyle(thumbHash: string | null): CSSProperties {
  const image = placeholderImage(thumbHash)
  return image ? { backgroundImage: image } : {}
}

function HoverInfo({ name, fileName }: { name: string; fileName: string }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-x-0 bottom-0 hidden bg-linear-to-t from-black/75 via-black/45 to-transparent px-2.5 pt-8 pb-2 text-white opacity-0 transition-opacity duration-150 group-focus-within/card:opacity-100 group-hover/card:opacity-100 pointer-fine:block"
    >
      {name ? <p className="line-clamp-2 text-[0.8125rem] leading-snug">{name}</p> : null}
      <p className="truncate text-[0.6875rem] text-white/80">{fileName}</p>
    </div>
  )
}

interface SelectButtonProps {
  name: string
  isSelected: boolean
  isSelecting: boolean
  onClick: (event: MouseEvent) => void
}

function SelectButton({ name, isSelected, isSelecting, onClick }: SelectButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-pressed={isSelected}
      aria-label={`Select ${name}`}
      onClick={onClick}
      className={cn(
        'absolute top-0 left-0 grid size-10 place-items-center opacity-0 transition-opacity duration-150 focus-visible:opacity-100 group-hover/card:opacity-100',
        (isSelected || isSelecting) && 'opacity-100',
      )}
    >
      <span
        className={cn(
          'grid size-5.5 place-items-center rounded-full border-[1.5px]',
          isSelected ? 'border-accent bg-accent text-on-accent' : 'border-white bg-black/25 text-transparent',
        )}
      >
        <Check aria-hidden className="size-3.5" strokeWidth={3} />
      </span>
    </button>
  )
}
