'use client'
/** The pictures of the branch that is shown: one large, or several beside each other; answers light their places. */
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { Columns2Icon, LightbulbOffIcon, Maximize2Icon } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { bytesUrl } from '../image-detail/image-urls.ts'
import { COMPARED, EnlargedView } from './enlarged-view.tsx'
import { useLights, useLit } from './lights.tsx'
import { LitPicture } from './lit-picture.tsx'
import { ShowMe } from './show-me.tsx'

interface PicturesPaneProps {
  images: readonly ImageDetail[]
  /** The one that is shown large. */
  shownId: number | null
  onShow: (imageId: number) => void
}

function Strip({ images, shownId, onShow }: PicturesPaneProps) {
  const { shown } = useLit()
  const lit = new Set(shown?.places.map(({ imageId }) => imageId))
  return (
    <ul aria-label="Pictures of this conversation" className="flex gap-2 overflow-x-auto p-1">
      {images.map((image, index) => (
        <li key={image.id} className="shrink-0">
          <button
            type="button"
            aria-pressed={image.id === shownId}
            aria-label={`Picture ${index + 1}: ${image.caption || image.fileName}`}
            title={image.fileName}
            onClick={() => onShow(image.id)}
            className={cn(
              'relative block size-14 overflow-hidden rounded-md bg-track',
              image.id === shownId && 'outline-2 outline-accent outline-offset-2',
              lit.has(image.id) && 'ring-2 ring-mark-line',
            )}
          >
            <img
              src={bytesUrl(image, 'thumbnail')}
              alt=""
              loading="lazy"
              className="size-full object-cover"
            />
            <span
              aria-hidden
              className="absolute bottom-0 left-0 rounded-tr-md bg-black/60 px-1 text-[0.625rem] text-white"
            >
              {index + 1}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

export function PicturesPane({ images, shownId, onShow }: PicturesPaneProps) {
  const lights = useLights()
  const { pinned } = useLit()
  const [isComparing, setIsComparing] = useState(false)
  const [isEnlarged, setIsEnlarged] = useState(false)
  const shown = images.find(({ id }) => id === shownId) ?? images[0]
  if (!shown) return null
  const compared = isComparing ? images.slice(0, COMPARED) : [shown]
  return (
    <div className="flex flex-col gap-2.5">
      <div className={cn('grid gap-2', compared.length > 1 && 'grid-cols-2')}>
        {compared.map((image) => (
          <figure key={image.id} className="min-w-0">
            <button
              type="button"
              aria-label={`Enlarge ${image.fileName}`}
              className="mx-auto block w-full cursor-zoom-in rounded-lg"
              onClick={() => setIsEnlarged(true)}
            >
              <LitPicture image={image} className="mx-auto max-h-[45dvh]" />
            </button>
            <figcaption className="mt-1 truncate text-ink-faint text-xs">
              <Link
                href={`/images/${image.id}`}
                className="inline-block min-h-6 max-w-full truncate leading-6 underline-offset-4 hover:underline"
              >
                {image.fileName}
              </Link>
            </figcaption>
          </figure>
        ))}
      </div>
      {images.length > 1 && <Strip images={images} shownId={shown.id} onShow={onShow} />}
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" onClick={() => setIsEnlarged(true)}>
          <Maximize2Icon aria-hidden /> Enlarge
        </Button>
        {images.length > 1 && (
          <Button
            size="sm"
            aria-pressed={isComparing}
            className="aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
            onClick={() => setIsComparing(!isComparing)}
          >
            <Columns2Icon aria-hidden /> Side by side
          </Button>
        )}
        {pinned && (
          <Button size="sm" onClick={() => lights.pin(pinned)}>
            <LightbulbOffIcon aria-hidden /> Lights off
          </Button>
        )}
      </div>
      <ShowMe imageId={shown.id} />
      {isEnlarged && <EnlargedView images={compared} onClose={() => setIsEnlarged(false)} />}
    </div>
  )
}
