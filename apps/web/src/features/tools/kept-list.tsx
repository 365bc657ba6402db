'use client'
/** What people keep from tools: listed beside its shapes on the picture, dropped with an undo, exported. */
import type { AnnotationSource, ImageDetail, TaskName } from '@vitrine/contracts'
import { IconButton } from '@vitrine/ui/icon-button'
import { XIcon } from 'lucide-react'
import type { KeptMark } from '../image-detail/findings.ts'
import { formatScore } from '../image-detail/image-words.ts'
import { MarkList } from '../image-detail/mark-list.tsx'
import { PanelSection } from '../image-detail/panel-section.tsx'
import type { Marks } from '../image-detail/use-marks.ts'
import { ExportMenu } from './export-menu.tsx'
import { useKeeping } from './use-keeping.ts'

/** How it came about, by task. */
const ways: Record<TaskName, string> = {
  caption: 'caption',
  'detailed-caption': 'caption',
  'more-detailed-caption': 'long caption',
  'object-detection': 'found',
  'dense-region-caption': 'dense caption',
  'region-proposal': 'proposed',
  ocr: 'read',
  'ocr-with-region': 'read',
  'phrase-grounding': 'grounded',
  'open-vocabulary-detection': 'found by name',
  'referring-expression-segmentation': 'segmented',
  'region-to-segmentation': 'segmented',
  'region-to-category': 'named',
  'region-to-description': 'described',
  'region-to-ocr': 'read',
  'image-classification': 'kind',
  'image-embedding': 'vector',
}

const wayOf = (source: AnnotationSource) =>
  source.by === 'model' && source.task !== 'reading' ? ways[source.task] : ''

function describe({ score, annotation }: KeptMark): string {
  return [wayOf(annotation.source), formatScore(score)].filter(Boolean).join(' · ')
}

interface KeptListProps {
  image: ImageDetail
  marks: Marks
  onReveal: (id: number) => void
}

/** Absent while nothing is kept. */
export function KeptList({ image, marks, onReveal }: KeptListProps) {
  const keeping = useKeeping(image)
  const { kept } = marks
  if (kept.length === 0) return null
  const rows = kept.map((mark) => ({ id: mark.id, text: mark.label, detail: describe(mark) }))
  const items = kept.map(({ annotation }) => annotation)
  return (
    <PanelSection title="Kept" aside={<ExportMenu image={image} items={items} json={items} />}>
      <MarkList
        label="Kept from tools"
        rows={rows}
        marks={marks}
        onReveal={onReveal}
        action={({ id, text }, tabIndex) => (
          <IconButton
            size="sm"
            tooltip="left"
            label={`Drop ${text}`}
            tabIndex={tabIndex}
            disabled={keeping.isBusy}
            onClick={() => keeping.drop([id])}
          >
            <XIcon aria-hidden />
          </IconButton>
        )}
      />
    </PanelSection>
  )
}
