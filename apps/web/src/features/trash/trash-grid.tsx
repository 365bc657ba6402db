import type { ImageCard } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { Check } from 'lucide-react'
import { daysLeft } from './trash-words.ts'

export interface TrashGridProps {
  images: readonly ImageCard[]
  chosen: ReadonlySet<number>
  onChosen: (chosen: ReadonlySet<number>) => void
  /** Null while it is not known. */
  trashDays: number | null
}

/** Deleted pictures as tiles that are chosen by a press; the browser skips drawing those out of sight. */
export function TrashGrid({ images, chosen, onChosen, trashDays }: TrashGridProps) {
  const now = Date.now()
  const toggle = (id: number) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChosen(next)
  }
  if (images.length === 0) return null
  return (
    <ul aria-label="Deleted images" className="trash-grid">
      {images.map((image) => {
        const isChosen = chosen.has(image.id)
        return (
          <li key={image.id} data-image-id={image.id} className="[content-visibility:auto]">
            <button
              type="button"
              aria-pressed={isChosen}
              aria-label={`Select ${image.fileName}`}
              onClick={() => toggle(image.id)}
              className="group relative block aspect-square w-full overflow-hidden rounded-[5px] bg-track"
            >
              <img
                src={`/api/images/${image.id}/thumbnail?v=1`}
                alt=""
                loading="lazy"
                decoding="async"
                className={cn(
                  'size-full object-cover transition-opacity',
                  isChosen ? 'opacity-100' : 'opacity-75',
                )}
              />
              <span
                className={cn(
                  'absolute top-2 left-2 grid size-5.5 place-items-center rounded-full border-[1.5px]',
                  isChosen
                    ? 'border-accent bg-accent text-on-accent'
                    : 'border-white bg-black/40 text-transparent',
                )}
              >
                <Check aria-hidden className="size-3.5" strokeWidth={3} />
              </span>
              {isChosen ? (
                <span aria-hidden className="absolute inset-0 rounded-[5px] ring-3 ring-accent ring-inset" />
              ) : null}
            </button>
            <p className="truncate pt-1 text-ink text-xs">{image.fileName}</p>
            <p className="text-ink-soft text-xs">{daysLeft(image.deletedAt, trashDays, now)}</p>
          </li>
        )
      })}
    </ul>
  )
}
