'use client'
import type { ImageCard } from '@vitrine/contracts'
import { useEffect, useState } from 'react'

/** The boxes that the stored variants fit into, pixels. */
const THUMBNAIL = { width: 1024, height: 512 }
const PREVIEW = { width: 1920, height: 1920 }
/** Waits before a picture that did not come is asked for again; after the last it stays a blur. */
const RETRY_MS = [1500, 5000, 15_000]

export interface CardPictureProps {
  image: ImageCard
  width: number
  height: number
}

/**
 * A picture's thumbnail, or its preview where the screen shows more. Its bytes never change, its `version`
 * does with every word about it: the address leaves it out, so that nothing is fetched twice while it is read.
 */
export function CardPicture({ image, width, height }: CardPictureProps) {
  const [failures, setFailures] = useState(0)
  const [isMissing, setIsMissing] = useState(false)
  const wait = RETRY_MS[failures - 1]
  useEffect(() => {
    if (!isMissing || wait === undefined) return
    const timer = setTimeout(() => setIsMissing(false), wait)
    return () => clearTimeout(timer)
  }, [isMissing, wait])

  // The blur behind it is the better picture than the browser's broken one.
  if (isMissing) return null
  const base = `/api/images/${image.id}`
  const widthIn = (box: { width: number; height: number }) =>
    Math.max(1, Math.round(image.width * Math.min(1, box.width / image.width, box.height / image.height)))
  // Cropped pictures are drawn wider than their card.
  const drawn = Math.max(width, Math.round((height * image.width) / image.height))
  return (
    <img
      src={`${base}/thumbnail?v=1`}
      srcSet={`${base}/thumbnail?v=1 ${widthIn(THUMBNAIL)}w, ${base}/preview?v=1 ${widthIn(PREVIEW)}w`}
      sizes={`${drawn}px`}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => {
        setFailures(failures + 1)
        setIsMissing(true)
      }}
      className="size-full object-cover"
    />
  )
}
