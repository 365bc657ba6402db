'use client'
/** Takes up an existing catalog from a CSV file: what its columns are, what that would change, and only then does it. */
import { AppError } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Dialog, DialogContent } from '@vitrine/ui/dialog'
import { Spinner } from '@vitrine/ui/spinner'
import { Switch } from '@vitrine/ui/switch'
import { useId } from 'react'
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { ColumnMap } from './column-map.tsx'
import { ImportPreview } from './import-preview.tsx'
import { changeCount } from './import-words.ts'
import { useCsvImport } from './use-csv-import.ts'

/** Open as long as it is there. */
export function ImportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { preview, setTarget, overwrite, setOverwrite, run } = useCsvImport(file, onClose)
  const switchId = useId()
  const report = preview.data
  const changes = report ? changeCount(report) : 0
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <DialogContent
        title="Take up a catalog"
        description={file.name}
        className="w-[min(46rem,calc(100vw-2rem))]"
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              busy={run.isPending}
              disabled={changes === 0 || preview.isFetching || preview.isError}
              onClick={() => run.mutate()}
            >
              {changes === 0 ? 'Take up' : `Take up ${countOf(changes, 'change')}`}
            </Button>
          </>
        }
      >
        {preview.isPending ? <Spinner /> : null}
        {preview.error ? (
          <p role="alert" className="text-danger-ink text-sm">
            {messageOf(preview.error)} {preview.error instanceof AppError ? preview.error.suggestion : null}
          </p>
        ) : null}
        {report ? (
          <div className="grid min-w-0 gap-4">
            <ColumnMap columns={report.columns} onTarget={setTarget} />
            <div className="flex items-center gap-3">
              <Switch id={switchId} checked={overwrite} onCheckedChange={setOverwrite} />
              <label htmlFor={switchId} className="text-ink text-sm">
                The file’s words go before what people wrote
              </label>
            </div>
            <ImportPreview report={report} />
          </div>
        ) : null}
      </DialogContent>
    </Dialog>
  )
}
