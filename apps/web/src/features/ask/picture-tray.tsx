'use client'
/** Pictures that the next question brings: what each costs, which part is meant, and a way to leave one out. */
import type { TurnPicture } from '@vitrine/contracts'
import { IconButton } from '@vitrine/ui/icon-button'
import { CropIcon, XIcon } from 'lucide-react'
import { LitPicture } from './lit-picture.tsx'
import { costWarning, formatTokens, pictureTokens, tokenCost } from './token-words.ts'
import type { Pictures } from './use-pictures.ts'

interface PictureTrayProps {
  added: readonly TurnPicture[]
  pictures: Pictures
  onRemove: (imageId: number) => void
  onCrop: (imageId: number) => void
}

export function PictureTray({ added, pictures, onRemove, onCrop }: PictureTrayProps) {
  if (added.length === 0) return null
  const costs = added.flatMap(({ imageId, region }) => {
    const image = pictures.get(imageId)
    return image ? [pictureTokens(image, region)] : []
  })
  const warning = costWarning(costs)
  return (
    <div className="grid gap-1.5 border-line border-b p-2.5">
      <ul aria-label="Pictures to ask about" className="flex gap-2 overflow-x-auto p-0.5">
        {added.map(({ imageId, region }) => {
          const image = pictures.get(imageId)
          const name = image?.fileName ?? `Image ${imageId}`
          return (
            <li key={imageId} className="relative w-24 shrink-0">
              {image ? (
                <span className="flex h-24 items-center overflow-hidden rounded-lg bg-track">
                  <LitPicture
                    image={image}
                    region={region}
                    form="thumbnail"
                    className="mx-auto max-h-24 grow"
                  />
                </span>
              ) : (
                <span className="block h-16 rounded-lg bg-track" />
              )}
              <span className="absolute top-0.5 right-0.5 flex gap-0.5">
                <IconButton
                  size="xs"
                  variant="overlay"
                  tooltip="none"
                  label={region ? `Ask about all of ${name}` : `Ask about a part of ${name}`}
                  aria-pressed={region !== null}
                  onClick={() => onCrop(imageId)}
                >
                  <CropIcon aria-hidden />
                </IconButton>
                <IconButton
                  size="xs"
                  variant="overlay"
                  tooltip="none"
                  label={`Leave out ${name}`}
                  onClick={() => onRemove(imageId)}
                >
                  <XIcon aria-hidden />
                </IconButton>
              </span>
              {image && added.length > 1 && (
                <span className="mt-0.5 block truncate text-center text-ink-faint text-xs tabular-nums">
                  {formatTokens(pictureTokens(image, region))}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {costs.length > 0 && (
        <p className="text-ink-faint text-xs">
          {tokenCost(costs)}
          {warning && <span className="text-warning-ink"> {warning}</span>}
        </p>
      )}
    </div>
  )
}
