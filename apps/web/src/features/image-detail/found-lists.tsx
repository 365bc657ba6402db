'use client'
/** What was found on the picture: the objects and the text, linked with the shapes drawn over it. */
import type { ImageDetail } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { CopyIcon } from 'lucide-react'
import { copyText } from './copy-text.ts'
import type { DetectionMark } from './findings.ts'
import { formatScore } from './image-words.ts'
import { MarkList } from './mark-list.tsx'
import { PanelSection } from './panel-section.tsx'
import type { Marks } from './use-marks.ts'

/** A name and how many things have it. */
export interface LabelCount {
  label: string
  count: number
}

/** "2 dogs" as one badge each: labels with their counts, most frequent first. */
export function countLabels(detections: readonly { label: string }[]): LabelCount[] {
  const counts = new Map<string, number>()
  for (const { label } of detections) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .toSorted((a, b) => b.count - a.count || a.label.localeCompare(b.label))
}

function describe(mark: DetectionMark): string {
  return [mark.rival === null ? '' : `or ${mark.rival}`, formatScore(mark.score)].filter(Boolean).join(' · ')
}

interface FoundProps {
  image: ImageDetail
  marks: Marks
  /** Brings a finding's place on the picture into view. */
  onReveal: (id: number) => void
}

/** The objects with their scores. */
export function ObjectsFound({ marks, onReveal }: Pick<FoundProps, 'marks' | 'onReveal'>) {
  const { detections, hiddenCount } = marks
  const rows = detections.map((mark) => ({ id: mark.id, text: mark.label, detail: describe(mark) }))
  const counts = countLabels(detections)
  return (
    <PanelSection title="Objects" aside={<Badge>{detections.length}</Badge>}>
      {counts.length < detections.length && (
        <p className="mb-2 text-ink-soft text-sm">
          {counts.map(({ label, count }) => (count > 1 ? `${count} × ${label}` : label)).join(', ')}
        </p>
      )}
      {rows.length > 0 && <MarkList label="Objects found" rows={rows} marks={marks} onReveal={onReveal} />}
      {rows.length === 0 && hiddenCount === 0 && <p className="text-ink-soft text-sm">None were found.</p>}
      {hiddenCount > 0 && (
        <p className="mt-1 text-ink-faint text-xs">{hiddenCount} below the least score are hidden.</p>
      )}
    </PanelSection>
  )
}

/** The lines of text in reading order, and all of them to the clipboard. */
export function TextFound({ image, marks, onReveal }: FoundProps) {
  const rows = marks.textRegions.map((mark) => ({
    id: mark.id,
    text: mark.text,
    detail: mark.score !== null && mark.score < 0.8 ? formatScore(mark.score) : '',
  }))
  const copyButton = (
    <Button size="sm" variant="ghost" onClick={() => void copyText(image.text)}>
      <CopyIcon aria-hidden /> Copy all
    </Button>
  )
  return (
    <PanelSection title="Text" aside={rows.length > 0 ? copyButton : <Badge>0</Badge>}>
      {rows.length > 0 ? (
        <MarkList label="Text found" rows={rows} marks={marks} onReveal={onReveal} />
      ) : (
        <p className="text-ink-soft text-sm">None was found.</p>
      )}
    </PanelSection>
  )
}
