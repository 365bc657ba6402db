'use client'
/** What sort of picture this is and why, whether it needs a deep reading and why, and how far that is. */
import type { ImageDetail } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import type { Findings } from './findings.ts'
import { formatScore, kindNames, reasoningNames, triageReasonNames } from './image-words.ts'
import { PanelSection } from './panel-section.tsx'
import { SourceBadge } from './source-badge.tsx'

/** The kind with its evidence. */
export function Kind({ kind }: Pick<Findings, 'kind'>) {
  if (!kind) return null
  const { decision, source } = kind
  return (
    <PanelSection title="Kind" aside={<SourceBadge source={source} />}>
      <p className="flex items-baseline gap-2">
        <span className="text-ink">{kindNames[decision.kind]}</span>
        <span className="text-ink-faint text-xs tabular-nums">{formatScore(decision.score)}</span>
      </p>
      {decision.evidence.length > 0 && (
        <ul aria-label="Evidence" className="mt-1 list-disc pl-5 text-ink-soft text-sm">
          {decision.evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </PanelSection>
  )
}

/** The triage decision in its own words, its reasons, and where stage 2 stands. */
export function Triage({ image }: { image: ImageDetail }) {
  if (!image.triage) return null
  const { needsReasoning, reasons, explanation } = image.triage
  const isWaiting = image.reasoning === 'waiting'
  return (
    <PanelSection
      title="Deep reading"
      aside={<Badge tone={isWaiting ? 'warning' : 'neutral'}>{reasoningNames[image.reasoning]}</Badge>}
    >
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
      {isWaiting && (
        <p className="mt-2 text-ink-soft text-sm">It will run by itself once a reasoning engine is there.</p>
      )}
    </PanelSection>
  )
}
