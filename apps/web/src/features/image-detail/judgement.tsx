'use client'
/** What sort of picture this is, and why. */
import type { Findings } from './findings.ts'
import { formatScore, kindNames } from './image-words.ts'
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
