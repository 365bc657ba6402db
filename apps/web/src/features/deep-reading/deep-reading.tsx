'use client'
/** The deep reading on the image page: what it says, where it stands, why it was wanted, and what to do about it. */
import { type ImageDetail, type ImageReading, readingOf } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Spinner } from '@vitrine/ui/spinner'
import { CircleSlashIcon, SparklesIcon } from 'lucide-react'
import Link from 'next/link'
import { reasoningNames, triageReasonNames } from '../image-detail/image-words.ts'
import { PanelSection } from '../image-detail/panel-section.tsx'
import { SourceBadge } from '../image-detail/source-badge.tsx'
import { nextStep } from './deep-reading-words.ts'
import { ReadingBody } from './reading-body.tsx'
import { ReadingExport } from './reading-export.tsx'
import { useDeepReading } from './use-deep-reading.ts'

const badgeTones: Partial<Record<ImageDetail['reasoning'], 'warning' | 'danger' | 'accent'>> = {
  waiting: 'warning',
  failed: 'danger',
  running: 'accent',
}

/** Why it was wanted, or was not. */
function Why({ triage }: Pick<ImageDetail, 'triage'>) {
  if (!triage) return null
  const { needsReasoning, reasons, explanation } = triage
  return (
    <div>
      <p className="text-ink-soft text-sm">
        {explanation || (needsReasoning ? 'Wanted.' : 'Nothing asks for one.')}
      </p>
      {reasons.length > 0 && (
        <ul aria-label="Reasons" className="mt-2 flex flex-wrap gap-1.5">
          {reasons.map((reason) => (
            <li key={reason}>
              <Badge tone="outline">{triageReasonNames[reason]}</Badge>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What is to be known of its state; nothing when it is simply done. */
function Note({ image, note }: { image: ImageDetail; note: string }) {
  if (note === '' && image.readingProblem === null) return null
  const isWaiting = image.reasoning === 'waiting'
  return (
    <div role="status" className="flex items-start gap-2 text-ink-soft text-sm">
      {image.reasoning === 'running' && <Spinner className="mt-0.5 size-4 shrink-0" />}
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p>
          {note}
          {isWaiting && (
            <>
              {' '}
              <Link
                href="/models#servers"
                className="text-accent-ink underline underline-offset-4 hover:no-underline"
              >
                Download a model or name a server
              </Link>
              .
            </>
          )}
        </p>
        {image.readingProblem !== null && <p className="text-danger-ink">{image.readingProblem}</p>}
      </div>
    </div>
  )
}

function Actions({ image, hasReading }: { image: ImageDetail; hasReading: boolean }) {
  const actions = useDeepReading(image.id)
  const { read, canSkip } = nextStep(image.reasoning, hasReading)
  if (image.deletedAt !== null || (read === null && !canSkip)) return null
  return (
    <div className="flex flex-wrap gap-2">
      {read !== null && (
        <Button size="sm" busy={actions.isBusy} onClick={actions.read}>
          <SparklesIcon aria-hidden /> {read}
        </Button>
      )}
      {canSkip && (
        <Button size="sm" busy={actions.isBusy} onClick={actions.skip}>
          <CircleSlashIcon aria-hidden /> Skip the deep reading
        </Button>
      )}
    </div>
  )
}

function Made({ reading }: { reading: ImageReading }) {
  return (
    <>
      <ReadingBody reading={reading} />
      {reading.warnings.length > 0 && (
        <ul
          aria-label="Warnings of the deep reading"
          className="flex flex-col gap-1 text-sm text-warning-ink"
        >
          {reading.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {reading.source && <SourceBadge source={reading.source} />}
        {reading.source?.by === 'model' && (
          <span className="text-ink-faint text-xs [overflow-wrap:anywhere]">{reading.source.model.id}</span>
        )}
        <span className="ml-auto">
          <ReadingExport reading={reading} />
        </span>
      </div>
    </>
  )
}

/** Nothing before stage 1 is done, unless there is a reading from before. */
export function DeepReading({ image }: { image: ImageDetail }) {
  const reading = readingOf(image)
  const hasReading = reading.reading !== null
  if (!image.triage && !hasReading) return null
  return (
    <PanelSection
      title="Deep reading"
      aside={<Badge tone={badgeTones[image.reasoning] ?? 'neutral'}>{reasoningNames[image.reasoning]}</Badge>}
    >
      <div className="flex flex-col gap-3">
        {hasReading && <Made reading={reading} />}
        <Why triage={image.triage} />
        <Note image={image} note={nextStep(image.reasoning, hasReading).note} />
        <Actions image={image} hasReading={hasReading} />
      </div>
    </PanelSection>
  )
}
