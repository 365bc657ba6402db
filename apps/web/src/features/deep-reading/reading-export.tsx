'use client'
/** The deep reading taken elsewhere: copied or saved, as Markdown, CSV or JSON. */
import { CSV_MARK, type ImageReading, readingCsv, readingJson, readingMarkdown } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { BracesIcon, ChevronDownIcon, DownloadIcon, HashIcon, SheetIcon } from 'lucide-react'
import { copyText } from '../image-detail/copy-text.ts'
import { exportName, saveFile } from '../tools/export-files.ts'

interface Form {
  name: 'Markdown' | 'CSV' | 'JSON'
  ending: string
  type: string
  icon: typeof HashIcon
  write: (reading: ImageReading) => string
}

const FORMS: readonly Form[] = [
  { name: 'Markdown', ending: 'md', type: 'text/markdown', icon: HashIcon, write: readingMarkdown },
  { name: 'CSV', ending: 'csv', type: 'text/csv', icon: SheetIcon, write: readingCsv },
  { name: 'JSON', ending: 'json', type: 'application/json', icon: BracesIcon, write: readingJson },
]

function save(reading: ImageReading, { ending, type, write }: Form): void {
  const mark = ending === 'csv' ? CSV_MARK : ''
  const blob = new Blob([mark + write(reading)], { type: `${type};charset=utf-8` })
  saveFile(blob, exportName(reading.fileName, `reading.${ending}`))
}

/** CSV is offered where there are fields or tables. */
export function ReadingExport({ reading }: { reading: ImageReading }) {
  const hasCells = reading.fields.length + reading.tables.length > 0
  const forms = FORMS.filter(({ name }) => name !== 'CSV' || hasCells)
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost">
          Export <ChevronDownIcon aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent aria-label="Export the deep reading">
        {forms.map((form) => (
          <DropdownMenuItem key={form.name} onSelect={() => void copyText(form.write(reading), form.name)}>
            <form.icon aria-hidden /> Copy as {form.name}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        {forms.map((form) => (
          <DropdownMenuItem key={form.name} onSelect={() => save(reading, form)}>
            <DownloadIcon aria-hidden /> Save {form.name}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
