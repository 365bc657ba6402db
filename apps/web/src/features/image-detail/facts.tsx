'use client'
/** The file itself: size, type, camera, times, hash; its colours; and what stage 1 warned of. */
import { formatClock, type ImageDetail } from '@vitrine/contracts'
import { TriangleAlertIcon } from 'lucide-react'
import { formatBytes, formatInstant, formatMediaType } from './image-words.ts'
import { PanelSection } from './panel-section.tsx'

/** The facts there are, each with its name; what is not known is left out. */
export function listFacts(image: ImageDetail): { name: string; value: string }[] {
  const megapixels = (image.width * image.height) / 1e6
  const facts: [string, string | null][] = [
    ['File', image.fileName],
    ['Size', `${image.width} × ${image.height} (${megapixels.toFixed(megapixels < 1 ? 2 : 1)} MP)`],
    ['Bytes', formatBytes(image.sizeBytes)],
    ['Type', formatMediaType(image.mediaType)],
    ['Page', image.pageNumber === null || image.atSeconds !== null ? null : String(image.pageNumber)],
    ['Seen at', image.atSeconds === null ? null : formatClock(image.atSeconds)],
    ['Taken', image.takenAt === null ? null : formatInstant(image.takenAt)],
    ['Camera', image.camera],
    ['Added', formatInstant(image.createdAt)],
    ['SHA-256', image.sha256],
    ['From file', image.sourceSha256],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
}

/** The facts as a list of names and values. */
export function FileFacts({ image }: { image: ImageDetail }) {
  return (
    <PanelSection title="File">
      <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {listFacts(image).map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="break-words text-ink [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </PanelSection>
  )
}

/** The dominant colours: one bar, shares to scale, names beneath. */
export function Colours({ image }: { image: ImageDetail }) {
  if (image.colours.length === 0) return null
  return (
    <PanelSection title="Colours">
      <div aria-hidden className="flex h-5 overflow-hidden rounded-md border border-line">
        {image.colours.map((colour) => (
          <span key={colour.hex} style={{ backgroundColor: colour.hex, flexGrow: colour.share }} />
        ))}
      </div>
      <ul aria-label="Colours" className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-ink-soft text-xs">
        {image.colours.map((colour) => (
          <li key={colour.hex} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className="size-3 rounded-full border border-line-strong"
              style={{ backgroundColor: colour.hex }}
            />
            {colour.name} {Math.round(colour.share * 100)} %
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}

/** What went less well than it should. */
export function Warnings({ image }: { image: ImageDetail }) {
  if (image.warnings.length === 0) return null
  return (
    <PanelSection title="Warnings">
      <ul aria-label="Warnings" className="flex flex-col gap-1.5 text-sm text-warning-ink">
        {image.warnings.map((warning) => (
          <li key={warning} className="flex gap-2">
            <TriangleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0" />
            {warning}
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
