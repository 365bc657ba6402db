'use client'
/** The picture itself: a blur at once, the preview soon, full resolution when someone zooms in. */
import type { ImageDetail } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { useMemo, useState } from 'react'
import { thumbHashToDataURL } from 'thumbhash'
import { bytesUrl } from './image-urls.ts'

/** A ThumbHash as the address of a tiny picture. */
export function blurUrl(placeholder: string): string {
  return thumbHashToDataURL(Uint8Array.from(atob(placeholder), (char) => char.charCodeAt(0)))
}

const layer = 'absolute inset-0 size-full select-none'

/** Fills its parent. `wantsFull` asks for full resolution; the preview stays until that is there. */
export function Picture({ image, wantsFull }: { image: ImageDetail; wantsFull: boolean }) {
  const [isPreviewThere, setIsPreviewThere] = useState(false)
  const [isFullThere, setIsFullThere] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const blur = useMemo(() => (image.placeholder ? blurUrl(image.placeholder) : null), [image.placeholder])
  return (
    <>
      {blur && !isPreviewThere && <img src={blur} alt="" draggable={false} className={layer} />}
      <img
        // A picture that was in the cache may have loaded before React listened.
        ref={(node) => {
          if (node?.complete && node.naturalWidth > 0) setIsPreviewThere(true)
        }}
        src={bytesUrl(image, 'preview')}
        alt={image.caption || image.fileName}
        draggable={false}
        fetchPriority="high"
        onLoad={() => setIsPreviewThere(true)}
        onError={() => setHasFailed(true)}
        className={cn(layer, hasFailed && 'hidden')}
      />
      {wantsFull && (
        <img
          src={bytesUrl(image, 'display')}
          alt=""
          draggable={false}
          decoding="async"
          onLoad={() => setIsFullThere(true)}
          className={cn(layer, !isFullThere && 'opacity-0')}
        />
      )}
      {hasFailed && (
        <p className="absolute inset-0 grid place-items-center p-4 text-center text-sm text-white/80">
          The picture could not be loaded.
        </p>
      )}
    </>
  )
}
