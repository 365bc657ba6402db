'use client'
/** Pictures of a conversation as large as the window: one, or up to four that are looked at together. */
import type { ImageDetail } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { Dialog, DialogContent } from '@vitrine/ui/dialog'
import { IconButton } from '@vitrine/ui/icon-button'
import { Switch } from '@vitrine/ui/switch'
import { MinusIcon, PlusIcon, ScanIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { EnlargedPicture } from './enlarged-picture.tsx'
import { type View, WHOLE_VIEW, ZOOM_STEP, zoomView } from './zoom.ts'

/** More than so many are too small to compare. */
export const COMPARED = 4

/** Sizes are not known here, and the middle stays the middle without them. */
const ANY = { width: 1, height: 1 }

interface EnlargedViewProps {
  images: readonly ImageDetail[]
  onClose: () => void
}

/** One view for all, or one for each. */
function useViews(images: readonly ImageDetail[]) {
  const [isTogether, setIsTogether] = useState(true)
  const [views, setViews] = useState<ReadonlyMap<number, View>>(new Map())
  const viewOf = (id: number) => views.get(id) ?? WHOLE_VIEW
  const all = (next: (view: View) => View) =>
    setViews(new Map(images.map(({ id }) => [id, next(viewOf(id))])))
  return {
    isTogether,
    setIsTogether,
    viewOf,
    all,
    change: (id: number, view: View) =>
      isTogether ? all(() => view) : setViews(new Map(views).set(id, view)),
  }
}

export function EnlargedView({ images, onClose }: EnlargedViewProps) {
  const compared = images.slice(0, COMPARED)
  const { isTogether, setIsTogether, viewOf, all, change } = useViews(compared)
  const togetherId = useId()
  const zoom = (factor: number) => all((view) => zoomView(view, factor, ANY))
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={compared.length === 1 ? (compared[0]?.fileName ?? '') : `${compared.length} pictures`}
        className="h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] grid-rows-[auto_minmax(0,1fr)_auto]"
        footer={
          <div className="flex w-full flex-wrap items-center gap-1">
            <IconButton label="Farther" shortcut="-" tooltip="top" onClick={() => zoom(1 / ZOOM_STEP)}>
              <MinusIcon aria-hidden />
            </IconButton>
            <IconButton label="Nearer" shortcut="+" tooltip="top" onClick={() => zoom(ZOOM_STEP)}>
              <PlusIcon aria-hidden />
            </IconButton>
            <IconButton
              label="The whole picture"
              shortcut="0"
              tooltip="top"
              onClick={() => all(() => WHOLE_VIEW)}
            >
              <ScanIcon aria-hidden />
            </IconButton>
            {compared.length > 1 && (
              <div className="ml-auto flex items-center gap-2 text-ink-soft text-sm">
                <label htmlFor={togetherId}>Move together</label>
                <Switch id={togetherId} checked={isTogether} onCheckedChange={setIsTogether} />
              </div>
            )}
          </div>
        }
      >
        <div
          className={cn(
            'grid min-h-0 gap-2',
            compared.length > 1 && 'max-sm:auto-rows-fr sm:grid-cols-2',
            compared.length > 2 && 'sm:grid-rows-2',
          )}
        >
          {compared.map((image) => (
            <EnlargedPicture
              key={image.id}
              image={image}
              view={viewOf(image.id)}
              onView={(view) => change(image.id, view)}
            />
          ))}
        </div>
      </DialogContent>
    </Dialog>
  )
}
