'use client'
import type { Weights } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Download, Sparkles } from 'lucide-react'
import Link from 'next/link'
import { NoticeFrame } from './notice-frame.tsx'
import { WeightsProgress } from './weights-progress.tsx'
import { describeSize } from './weights-words.ts'

export interface OfferNoticeProps {
  weights: Weights
  /** A download was tried and did not work; the Models page says why and what helps. */
  hasFailed: boolean
  isBusy: boolean
  onDownload: () => void
  onDismiss: () => void
}

/** Better captions can be had. It blocks nothing, and is not said again once it was declined. */
export function OfferNotice({ weights, hasFailed, isBusy, onDownload, onDismiss }: OfferNoticeProps) {
  return (
    <NoticeFrame
      label="A model that can be had"
      icon={<Sparkles />}
      title="Read pictures with Florence-2: better captions, objects and text"
      onDismiss={onDismiss}
      actions={
        <>
          <Button size="sm" variant="primary" busy={isBusy} onClick={onDownload}>
            {hasFailed ? 'Try again' : 'Download'}
          </Button>
          <DetailsLink />
          <Button size="sm" variant="ghost" onClick={onDismiss}>
            Not now
          </Button>
        </>
      }
    >
      {hasFailed ? (
        <p role="alert" className="text-warning-ink">
          The download did not work. The details say why, and what helps.
        </p>
      ) : (
        <p>{capitalise(describeSize(weights))} once, then everything stays on this machine.</p>
      )}
    </NoticeFrame>
  )
}

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** How far the download is, while one looks at pictures. */
export function DownloadNotice({ weights, onDismiss }: Pick<OfferNoticeProps, 'weights' | 'onDismiss'>) {
  return (
    <NoticeFrame
      label="A model on its way"
      icon={<Download />}
      title={`Downloading ${weights.title}`}
      onDismiss={onDismiss}
      actions={<DetailsLink />}
    >
      <WeightsProgress weights={weights} />
    </NoticeFrame>
  )
}

function DetailsLink() {
  return (
    <Button size="sm" asChild>
      <Link href="/models">See details</Link>
    </Button>
  )
}
