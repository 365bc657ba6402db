'use client'
/** A picture of the conversation, with what is lit of it. */
import type { Box, ImageDetail } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { type ReactNode, useMemo, useRef } from 'react'
import { placeholderImage } from '../gallery/placeholder.ts'
import { bytesUrl } from '../image-detail/image-urls.ts'
import type { Highlights } from '../image-detail/use-marks.ts'
import { useRoom } from '../image-detail/use-room.ts'
import { PlaceDrawing } from '../tools/place-drawing.tsx'
import type { PlaceMark } from '../tools/places.ts'
import { RegionOutline } from '../tools/region-drawer.tsx'
import { useLit } from './lights.tsx'

const nothing = () => undefined

/** The lit places of one picture as the drawing takes them, all of them bright. */
export function useLitMarks(imageId: number): { marks: PlaceMark[]; highlights: Highlights } {
  const { shown } = useLit()
  return useMemo(() => {
    const marks = (shown?.places ?? [])
      .filter((place) => place.imageId === imageId && place.box !== null)
      .map(
        ({ box, polygons, label }, index): PlaceMark => ({
          id: -index - 1,
          label,
          box,
          polygons,
          score: null,
        }),
      )
    const matched = new Set(marks.map(({ id }) => id))
    return { marks, highlights: { matched, activeId: null, point: nothing, pin: nothing } }
  }, [shown, imageId])
}

interface LitPictureProps {
  image: ImageDetail
  /** The part that was asked about. */
  region?: Box | null
  form?: 'thumbnail' | 'preview'
  className?: string
  children?: ReactNode
}

/** As wide or as high as its parent makes it, in the picture's own shape. */
export function LitPicture({ image, region = null, form = 'preview', className, children }: LitPictureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const room = useRoom(frame)
  const { marks, highlights } = useLitMarks(image.id)
  const blur = placeholderImage(image.placeholder)
  return (
    <div
      ref={frame}
      className={cn('relative overflow-hidden rounded-lg bg-track bg-cover', className)}
      style={{
        aspectRatio: `${image.width} / ${image.height}`,
        ...(blur ? { backgroundImage: blur, backgroundSize: '100% 100%' } : {}),
      }}
    >
      <img
        src={bytesUrl(image, form)}
        alt={image.caption || image.fileName}
        loading="lazy"
        decoding="async"
        draggable={false}
        className="absolute inset-0 size-full"
      />
      {region && <RegionOutline box={region} />}
      {marks.length > 0 && room.width > 0 && (
        <PlaceDrawing marks={marks} room={room} highlights={highlights} />
      )}
      {children}
    </div>
  )
}
