'use client'
/** Which part of a picture is asked about: a box that is drawn on it. */
import type { Box, ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Dialog, DialogContent } from '@vitrine/ui/dialog'
import { SquareDashedIcon } from 'lucide-react'
import { bytesUrl } from '../image-detail/image-urls.ts'
import { RegionDrawer } from '../tools/region-drawer.tsx'
import { useRegion } from '../tools/use-region.ts'

interface CropDialogProps {
  image: ImageDetail
  onDone: (region: Box | null) => void
  onClose: () => void
}

export function CropDialog({ image, onDone, onClose }: CropDialogProps) {
  const region = useRegion(image.id)
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Ask about a part"
        description="Draw a box around it."
        className="w-[min(48rem,calc(100vw-2rem))]"
        footer={
          <>
            {region.box === null && (
              // For those who draw by key: it is moved and resized by arrows from there.
              <Button className="mr-auto" onClick={region.place}>
                <SquareDashedIcon aria-hidden /> Place a box
              </Button>
            )}
            <Button variant="ghost" onClick={() => onDone(null)}>
              The whole picture
            </Button>
            <Button variant="primary" disabled={region.box === null} onClick={() => onDone(region.box)}>
              This part
            </Button>
          </>
        }
      >
        <div
          className="relative mx-auto max-h-[60dvh] max-w-full overflow-hidden rounded-lg"
          style={{ aspectRatio: `${image.width} / ${image.height}` }}
        >
          <img
            src={bytesUrl(image, 'preview')}
            alt={image.fileName}
            className="size-full"
            draggable={false}
          />
          <RegionDrawer tools={{ region, run: () => onDone(region.box) }} />
        </div>
      </DialogContent>
    </Dialog>
  )
}
