'use client'
/** An answer taken elsewhere: copied as text or JSON, saved as COCO or as masks. */
import { type AnnotationBody, type AnnotationSource, type ImageDetail, toCoco } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { toast } from '@vitrine/ui/toast'
import { BracesIcon, ChevronDownIcon, DownloadIcon, ImageDownIcon, TypeIcon } from 'lucide-react'
import { copyText } from '../image-detail/copy-text.ts'
import { messageOf } from '../live/error-message.ts'
import { drawMask, exportName, saveFile } from './export-files.ts'
import { textOfBody } from './tool-words.ts'

/** What is exported: bodies with where they come from. */
export interface Exported {
  body: AnnotationBody
  source: AnnotationSource
  id?: number
  isKept?: boolean | undefined
}

interface ExportMenuProps {
  image: ImageDetail
  items: readonly Exported[]
  /** What "Copy JSON" copies. */
  json: unknown
}

/** The labels of the masks among them, each once. */
function maskLabels(items: readonly Exported[]): string[] {
  return [...new Set(items.flatMap(({ body }) => (body.type === 'mask' ? [body.label] : [])))]
}

function saveCoco(image: ImageDetail, items: readonly Exported[]): void {
  const text = JSON.stringify(toCoco(image, items), null, 2)
  saveFile(new Blob([text], { type: 'application/json' }), exportName(image.fileName, 'coco.json'))
}

/** All masks in one picture, or those of one label. */
async function saveMask(image: ImageDetail, items: readonly Exported[], label?: string): Promise<void> {
  const polygons = items.flatMap(({ body }) =>
    body.type === 'mask' && (label === undefined || body.label === label) ? body.polygons : [],
  )
  try {
    saveFile(await drawMask(polygons, image), exportName(image.fileName, 'mask.png', label))
  } catch (thrown) {
    toast.error(messageOf(thrown))
  }
}

/** Everything an answer can be taken out as; what does not apply is left out. */
export function ExportMenu({ image, items, json }: ExportMenuProps) {
  const labels = maskLabels(items)
  const hasPlaces = items.some(({ body }) => 'box' in body || 'quad' in body)
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost">
          Export <ChevronDownIcon aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem
          onSelect={() => void copyText(items.map(({ body }) => textOfBody(body)).join('\n'))}
        >
          <TypeIcon aria-hidden /> Copy text
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copyText(JSON.stringify(json, null, 2), 'JSON')}>
          <BracesIcon aria-hidden /> Copy JSON
        </DropdownMenuItem>
        {hasPlaces && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => saveCoco(image, items)}>
              <DownloadIcon aria-hidden /> Save COCO JSON
            </DropdownMenuItem>
          </>
        )}
        {labels.length > 0 && (
          <DropdownMenuItem onSelect={() => void saveMask(image, items)}>
            <ImageDownIcon aria-hidden /> Save PNG mask
          </DropdownMenuItem>
        )}
        {labels.length > 1 &&
          labels.map((label) => (
            <DropdownMenuItem key={label} onSelect={() => void saveMask(image, items, label)}>
              <ImageDownIcon aria-hidden /> Save PNG mask of “{label || 'outline'}”
            </DropdownMenuItem>
          ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
