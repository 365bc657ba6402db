'use client'
/** Which columns a CSV file has: those of every image, and the values that readings name. */
import { useQuery } from '@tanstack/react-query'
import { ExportColumn, ExportColumnName, type ExportSelection } from '@vitrine/contracts'
import { Checkbox } from '@vitrine/ui/checkbox'
import { useId } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { COLUMN_LABELS, inUsualOrder } from './export-words.ts'

export interface ColumnPickerProps {
  selection: ExportSelection
  columns: readonly ExportColumn[]
  onChange: (columns: ExportColumn[]) => void
}

/** Their names as columns, the most frequent first. */
function useFieldColumns(selection: ExportSelection): ExportColumn[] {
  const trpc = useTRPC()
  const query = 'query' in selection ? selection.query : ''
  const { data } = useQuery(trpc.search.facets.queryOptions({ query, names: ['field'] }))
  return (data?.facets ?? []).flatMap(({ values }) =>
    values.flatMap(({ value }) => {
      const column = ExportColumn.safeParse(`field:${value}`)
      return column.success ? [column.data] : []
    }),
  )
}

export function ColumnPicker({ selection, columns, onChange }: ColumnPickerProps) {
  const fields = useFieldColumns(selection)
  const toggle = (column: ExportColumn, isOn: boolean) => {
    const next = isOn ? [...columns, column] : columns.filter((other) => other !== column)
    onChange(inUsualOrder(next, [...ExportColumnName.options, ...fields]))
  }
  const named = ExportColumnName.options.map((column) => ({ column, label: COLUMN_LABELS[column] }))
  const values = fields.map((column) => ({
    column,
    label: column.slice('field:'.length).replaceAll('-', ' '),
  }))
  return (
    <div className="grid max-h-64 gap-3 overflow-y-auto rounded-md border border-line p-3">
      <ColumnGroup legend="Columns" items={named} columns={columns} onToggle={toggle} />
      {values.length > 0 ? (
        <ColumnGroup legend="Values of deep readings" items={values} columns={columns} onToggle={toggle} />
      ) : null}
    </div>
  )
}

interface ColumnGroupProps {
  legend: string
  items: readonly { column: ExportColumn; label: string }[]
  columns: readonly ExportColumn[]
  onToggle: (column: ExportColumn, isOn: boolean) => void
}

function ColumnGroup({ legend, items, columns, onToggle }: ColumnGroupProps) {
  const id = useId()
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium text-ink text-sm">{legend}</legend>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {items.map(({ column, label }) => (
          <div key={column} className="flex items-center gap-2.5">
            <Checkbox
              id={`${id}-${column}`}
              checked={columns.includes(column)}
              onCheckedChange={(checked) => onToggle(column, checked === true)}
            />
            <label htmlFor={`${id}-${column}`} className="text-ink text-sm">
              {label}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
