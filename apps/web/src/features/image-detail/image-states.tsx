'use client'
/** The states of an image that a person should be told of, over its panel: not read yet, failed, in the trash. */
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Spinner } from '@vitrine/ui/spinner'
import { CircleAlertIcon, Trash2Icon } from 'lucide-react'
import type { ReactNode } from 'react'
import { statusNames } from './image-words.ts'
import type { useImageFate } from './use-image-actions.ts'

type Fate = ReturnType<typeof useImageFate>

function Banner({ tone, icon, children, action }: BannerProps) {
  const tones = {
    plain: 'bg-sunken text-ink-soft',
    danger: 'bg-danger-soft text-danger-ink',
    warning: 'bg-warning-soft text-warning-ink',
  }
  return (
    <div role="status" className={`flex items-start gap-3 px-4 py-3 text-sm [&_svg]:size-4 ${tones[tone]}`}>
      <span aria-hidden className="mt-0.5 shrink-0">
        {icon}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  )
}

interface BannerProps {
  tone: 'plain' | 'danger' | 'warning'
  icon: ReactNode
  children: ReactNode
  action?: ReactNode
}

/** The banner that fits, or none for an image that is ready. */
export function ImageState({ image, fate }: { image: ImageDetail; fate: Fate }) {
  if (image.deletedAt !== null)
    return (
      <Banner
        tone="warning"
        icon={<Trash2Icon />}
        action={
          <Button size="sm" busy={fate.isRestoring} onClick={fate.restore}>
            Restore
          </Button>
        }
      >
        <p className="font-medium">This image is in the trash.</p>
        <p>Searches do not find it. Nothing is lost until the trash is emptied.</p>
      </Banner>
    )
  if (image.status === 'failed' || image.status === 'cancelled')
    return (
      <Banner
        tone={image.status === 'failed' ? 'danger' : 'plain'}
        icon={<CircleAlertIcon />}
        action={
          <Button size="sm" busy={fate.isRerunning} onClick={() => fate.rerun('perception')}>
            Try again
          </Button>
        }
      >
        <p className="font-medium">{statusNames[image.status]}</p>
        {image.failure !== null && <p>{image.failure}</p>}
      </Banner>
    )
  if (image.status === 'ready') return null
  return (
    <Banner tone="plain" icon={<Spinner />}>
      {statusNames[image.status]}… What is found appears here by itself.
    </Banner>
  )
}
