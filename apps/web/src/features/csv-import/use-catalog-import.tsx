'use client'
/** The way from a menu to the dialog: a file is picked first. */
import { DropdownMenuItem } from '@vitrine/ui/dropdown-menu'
import { SheetIcon } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { ImportDialog } from './import-dialog.tsx'

/** The picker and the dialog stand outside of the menu, which is gone by then. */
export function useCatalogImport(): { item: ReactNode; dialog: ReactNode } {
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  return {
    item: (
      <DropdownMenuItem onSelect={() => input.current?.click()}>
        <SheetIcon aria-hidden />
        Words from a CSV file…
      </DropdownMenuItem>
    ),
    dialog: (
      <>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          aria-label="CSV file"
          hidden
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null)
            // The same file may be picked again.
            event.target.value = ''
          }}
        />
        {file ? <ImportDialog file={file} onClose={() => setFile(null)} /> : null}
      </>
    ),
  }
}
