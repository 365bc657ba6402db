'use client'
/** A table of the deep reading. It scrolls in its own box: the panel is narrow, and a phone is narrower. */
import type { ReadingTable as Table } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { ScrollBox } from '@vitrine/ui/scroll-box'
import { useState } from 'react'
import { numericColumns } from './deep-reading-words.ts'

/** So many rows are shown at first. */
const FIRST_ROWS = 30

interface ReadingTableProps {
  table: Table
  /** What it is called where it has no title of its own. */
  fallback: string
}

export function ReadingTable({ table, fallback }: ReadingTableProps) {
  const { columns, rows } = table
  const [isWhole, setIsWhole] = useState(false)
  const title = table.title.trim() || fallback
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS)
  const isRight = numericColumns(columns.length, rows)
  const align = (index: number) => (isRight[index] ? 'text-right tabular-nums' : 'text-left')
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1.5 font-medium text-ink text-sm">{title}</figcaption>
      <ScrollBox label={`${title}, scrolls`} className="max-h-96 rounded-lg border border-line">
        <table aria-label={title} className="w-full border-collapse text-sm">
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th
                  // Columns may share a name: they are told apart by their place.
                  key={`${index}:${column}`}
                  scope="col"
                  className={cn(
                    'sticky top-0 whitespace-nowrap bg-sunken px-2.5 py-1.5 font-medium text-ink-soft text-xs',
                    align(index),
                  )}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, place) => (
              <tr key={`${place}:${row[0]}`} className="border-line border-t">
                {row.map((cell, index) => (
                  <td
                    key={`${index}:${columns[index]}`}
                    className={cn(
                      'max-w-64 px-2.5 py-1.5 align-top text-ink',
                      index === 0 ? 'min-w-32' : 'min-w-16',
                      align(index),
                    )}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {rows.length > FIRST_ROWS && (
        <Button size="sm" variant="ghost" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? `Only the first ${FIRST_ROWS} rows` : `All ${rows.length} rows`}
        </Button>
      )}
      {rows.length === 0 && <p className="mt-1 text-ink-faint text-sm">It has no rows.</p>}
    </figure>
  )
}
