'use client'
/** The picture itself: a blur at once, the preview soon, full resolution when someone zooms in. */
import type { ImageDetail } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { useState } from 'react'
import { placeholderImage } from '../gallery/placeholder.ts'
import { bytesUrl } from './image-urls.ts'

const layer = 'absolute inset-0 size-full select-none'

/** Fills its parent. `wantsFull` asks for full resolution; the preview stays until that is there. */
export function Picture({ image, wantsFull }: { image: ImageDetail; wantsFull: boolean }) {
  const [isPreviewThere, setIsPreviewThere] = useState(false)
  const [isFullThere, setIsFullThere] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const blur = placeholderImage(image.placeholder)
  return (
    <>
      {blur && !isPreviewThere && (
        <div className={layer} style={{ backgroundImage: blur, backgroundSize: '100% 100%' }} />
      )}
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
