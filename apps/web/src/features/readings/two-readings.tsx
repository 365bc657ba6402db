'use client'
/** What an earlier model said of a picture beside what a new one says, until a person decides between them. */
import type { FormerReading } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Kbd } from '@vitrine/ui/kbd'
import { Switch } from '@vitrine/ui/switch'
import { CheckIcon, Undo2Icon } from 'lucide-react'
import { useId, useMemo } from 'react'
import { countLabels } from '../image-detail/found-lists.tsx'
import { PanelSection } from '../image-detail/panel-section.tsx'
import { compareObjects } from './compare-objects.ts'
import { markWords } from './mark-words.ts'
import { ReadingColumn } from './reading-column.tsx'
import { engineNames } from './readings-words.ts'
import { TextCompared } from './text-compared.tsx'
import { useDecisions } from './use-decisions.ts'

/** Whether the former's boxes are drawn on the picture, and the switch for it. */
export interface FormerOverlay {
  isShown: boolean
  setIsShown: (isShown: boolean) => void
}

interface TwoReadingsProps {
  imageId: number
  former: FormerReading
  overlay: FormerOverlay
  /** Runs when a decision was made and these readings are about to go. */
  onDecided: () => void
}

/** Both readings, and the decision. */
export function TwoReadings({ imageId, former, overlay, onDecided }: TwoReadingsProps) {
  const { accept, takeBack, isPending } = useDecisions(onDecided)
  const what = { ids: [imageId] }
  return (
    <PanelSection title="Two readings">
      <p className="text-pretty text-ink-soft text-sm">
        {introduce(former)} The new reading is in effect; the former is kept until you decide.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          variant="primary"
          size="sm"
          busy={accept.isPending}
          disabled={isPending}
          onClick={() => accept.mutate({ what })}
        >
          <CheckIcon aria-hidden /> Keep the new one
        </Button>
        <Button
          size="sm"
          busy={takeBack.isPending}
          disabled={isPending}
          onClick={() => takeBack.mutate({ what })}
        >
          <Undo2Icon aria-hidden /> Take back the former
        </Button>
      </div>
      <OverlaySwitch overlay={overlay} />
      <Comparison former={former} />
    </PanelSection>
  )
}

function introduce({ engine, successor }: FormerReading): string {
  if (engine === successor.engine)
    return `${engineNames[engine]} has read this picture anew, with other models than before.`
  return `${engineNames[successor.engine]} has read this picture anew; ${engineNames[engine]} had read it before.`
}

function OverlaySwitch({ overlay }: { overlay: FormerOverlay }) {
  const id = useId()
  return (
    <div className="mt-3 flex items-center gap-2.5 text-sm">
      <Switch id={id} checked={overlay.isShown} aria-keyshortcuts="f" onCheckedChange={overlay.setIsShown} />
      <label htmlFor={id}>Show the former’s finds on the picture</label>
      <span className="max-lg:hidden">
        <Kbd>F</Kbd>
      </span>
    </div>
  )
}

function Comparison({ former }: { former: FormerReading }) {
  const present = former.successor
  const compared = useMemo(() => {
    const objects = compareObjects(former.detections, present.detections)
    return {
      caption: markWords(former.caption, present.caption),
      detailed: markWords(former.detailedCaption, present.detailedCaption),
      shared: countLabels(objects.same),
      gone: countLabels(objects.gone),
      added: countLabels(objects.added),
    }
  }, [former, present])
  return (
    <div className="@container mt-4">
      <div className="grid gap-x-5 gap-y-3 @max-sm:gap-y-6 @sm:grid-cols-2">
        <ReadingColumn
          side="former"
          reading={former}
          caption={compared.caption.former}
          detailedCaption={compared.detailed.former}
          own={compared.gone}
          shared={compared.shared}
        />
        <ReadingColumn
          side="present"
          reading={present}
          caption={compared.caption.present}
          detailedCaption={compared.detailed.present}
          own={compared.added}
          shared={compared.shared}
        />
      </div>
      <TextCompared former={former.textRegions} present={present.textRegions} />
    </div>
  )
}
