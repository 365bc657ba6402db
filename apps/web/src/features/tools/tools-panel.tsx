'use client'
/** The tools of the image page: choose one, give it what it needs, look at what it found. */
import type { ImageDetail, ImageKind } from '@vitrine/contracts'
import { DownloadIcon } from 'lucide-react'
import { WriteAsCode } from '../code-preview/write-as-code.tsx'
import { PanelSection } from '../image-detail/panel-section.tsx'
import { exportName } from './export-files.ts'
import { RunList } from './run-list.tsx'
import { ToolForm } from './tool-form.tsx'
import { ToolPicker } from './tool-picker.tsx'
import { announce } from './tool-words.ts'
import type { Tools } from './use-tools.ts'

interface ToolsPanelProps {
  image: ImageDetail
  tools: Tools
  /** Brings an answer's place on the picture into view. */
  onReveal: (id: number) => void
}

/** Everything that has a place, the reading's own and what was kept, for other tools. */
function WholeExport({ image }: { image: ImageDetail }) {
  const hasPlaces = image.annotations.some(({ body }) => 'box' in body || 'quad' in body)
  if (!hasPlaces) return null
  return (
    <p className="mt-4 text-ink-soft text-sm">
      <a
        href={`/api/v1/images/${image.id}/annotations.coco.json`}
        download={exportName(image.fileName, 'coco.json')}
        className="inline-flex min-h-8 items-center gap-1.5 underline-offset-4 hover:underline"
      >
        <DownloadIcon aria-hidden className="size-4" /> Everything found, as COCO JSON
      </a>
    </p>
  )
}

/** Kinds of pictures that a web page could have been. */
const DRAWN_BY_COMPUTERS = new Set<ImageKind>(['screenshot', 'form', 'table', 'document', 'drawing'])

/** Part of the side panel. Nothing that is asked here changes the image until it is kept. */
export function ToolsPanel({ image, tools, onReveal }: ToolsPanelProps) {
  return (
    <PanelSection title="Tools">
      <ToolPicker tool={tools.tool} onChoose={tools.choose} />
      <ToolForm tools={tools} />
      <p role="status" className="sr-only">
        {announce(tools.shown)}
      </p>
      <RunList image={image} tools={tools} onReveal={onReveal} />
      {image.kind !== null && DRAWN_BY_COMPUTERS.has(image.kind) && (
        <div className="mt-3">
          <WriteAsCode image={image} />
        </div>
      )}
      <WholeExport image={image} />
    </PanelSection>
  )
}
