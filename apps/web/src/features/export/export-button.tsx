'use client'
import { IconButton } from '@vitrine/ui/icon-button'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { ExportDialog, type ExportDialogProps } from './export-dialog.tsx'

interface ExportButtonProps extends Omit<ExportDialogProps, 'onClose'> {
  disabled?: boolean
  className?: string
}

/** Opens the dialog for what the toolbar it stands in is about. */
export function ExportButton({ disabled = false, className, ...what }: ExportButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <IconButton label="Export" disabled={disabled} className={className} onClick={() => setIsOpen(true)}>
        <Download />
      </IconButton>
      {isOpen ? <ExportDialog {...what} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}
