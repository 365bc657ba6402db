'use client'
/** What each column of the file is taken for, to be set right. */
import { type CsvImportReport, type ImportMap, ImportTarget, ImportTargetName } from '@vitrine/contracts'
import { Select } from '@vitrine/ui/select'
import { targetWords } from './import-words.ts'

interface ColumnMapProps {
  columns: CsvImportReport['columns']
  onTarget: (heading: string, target: ImportMap[string]) => void
}

/** A heading as the name of a value: `Price (EUR)` is `field:price-eur`; null where nothing is left of it. */
function fieldOf(heading: string): ImportTarget | null {
  const name = heading
    .toLowerCase()
    .replace(/^field:/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const field = ImportTarget.safeParse(`field:${name}`)
  return field.success ? field.data : null
}

function optionsFor(heading: string, target: ImportTarget | null) {
  const field = fieldOf(heading)
  const values: ImportMap[string][] = ['ignore', ...ImportTargetName.options, ...(field ? [field] : [])]
  if (target !== null && !values.includes(target)) values.push(target)
  return values.map((value) => ({ value, label: targetWords(value) }))
}

export function ColumnMap({ columns, onTarget }: ColumnMapProps) {
  return (
    <ul aria-label="Columns" className="grid max-h-48 gap-2 overflow-y-auto">
      {columns.map(({ heading, target }, index) => (
        // Headings may be there twice.
        <li key={`${index} ${heading}`} className="grid grid-cols-2 items-center gap-3 text-sm">
          <span className="truncate text-ink" title={heading}>
            {heading || 'Without a heading'}
          </span>
          <Select<ImportMap[string]>
            label={`What ${heading || 'the column without a heading'} is`}
            value={target ?? 'ignore'}
            options={optionsFor(heading, target)}
            onChange={(value) => onTarget(heading, value)}
          />
        </li>
      ))}
    </ul>
  )
}
