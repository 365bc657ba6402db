'use client'
/** The tools of the image page: choose one, give it what it needs, look at what it found. */
import type { ImageDetail } from '@vitrine/contracts'
import { PanelSection } from '../image-detail/panel-section.tsx'
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
    </PanelSection>
  )
}
