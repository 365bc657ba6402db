'use client'
/** Takes images or their words elsewhere: what, in which form, and how far it is. */
import type { ExportProgress, ExportRequest } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Dialog, DialogContent } from '@vitrine/ui/dialog'
import { Progress } from '@vitrine/ui/progress'
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { isComplete, toRequest, useExportChoice } from './export-choice.ts'
import { ExportForm } from './export-form.tsx'
import { progressWords } from './export-words.ts'
import { useExport, useExportCount } from './use-export.ts'

export interface ExportDialogProps extends Pick<ExportRequest, 'selection' | 'sort'> {
  /** Which images, in a few words: "All images", "Chosen images", "Summer". */
  subject: string
  onClose: () => void
}

/** Open as long as it is there. */
export function ExportDialog({ subject, selection, sort, onClose }: ExportDialogProps) {
  const counted = useExportCount(selection)
  const [choice, change] = useExportChoice()
  const { begin, isBeginning, progress, reset } = useExport()
  const canBegin = isComplete(choice) && (counted.count ?? 0) > 0
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <DialogContent
        title="Export"
        description={`${subject}: ${countWords(counted)}`}
        className="w-[min(34rem,calc(100vw-2rem))]"
        footer={
          progress ? (
            <>
              <Button onClick={reset}>Export again</Button>
              <Button variant="primary" onClick={onClose}>
                Close
              </Button>
            </>
          ) : (
            <>
              <Button onClick={onClose}>Cancel</Button>
              <Button
                variant="primary"
                busy={isBeginning}
                disabled={!canBegin}
                onClick={() => begin(toRequest({ selection, sort }, choice))}
              >
                Export
              </Button>
            </>
          )
        }
      >
        {progress ? (
          <ExportState progress={progress} />
        ) : (
          <ExportForm selection={selection} count={counted.count ?? 1} choice={choice} onChange={change} />
        )}
      </DialogContent>
    </Dialog>
  )
}

function countWords({ count, error }: ReturnType<typeof useExportCount>): string {
  if (count !== null) return countOf(count, 'image')
  return error ? messageOf(error) : 'counting …'
}

function ExportState({ progress }: { progress: ExportProgress }) {
  const { state, done, count } = progress
  const isUnderWay = state === 'ready' || state === 'running'
  const isBad = state === 'failed' || state === 'stopped'
  return (
    <div className="grid gap-3">
      <Progress
        label="Export"
        value={count === 0 ? null : done / count}
        tone={isBad ? 'danger' : state === 'done' ? 'success' : 'accent'}
      />
      <p role="status" className="text-ink text-sm tabular-nums">
        {progressWords(progress)}
      </p>
      {isUnderWay ? (
        <p className="text-ink-soft text-sm">
          Your browser saves it. The download goes on when this is closed.
        </p>
      ) : null}
    </div>
  )
}
