'use client'
/** What a deep reading says: prose, fields, tables. */
import { fieldTitle, fieldValueText, type ImageReading, type ReadingField } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { useState } from 'react'
import { ReadingTable } from './reading-table.tsx'

/** Longer prose is shown in part at first. */
const LONG_PROSE = 700

function Prose({ text }: { text: string }) {
  const [isWhole, setIsWhole] = useState(false)
  const isLong = text.length > LONG_PROSE
  return (
    <div>
      <p
        className={cn(
          'whitespace-pre-line text-pretty text-ink [overflow-wrap:anywhere]',
          isLong && !isWhole && 'line-clamp-10',
        )}
      >
        {text}
      </p>
      {isLong && (
        <Button size="sm" variant="ghost" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show less' : 'Show all'}
        </Button>
      )}
    </div>
  )
}

function Fields({ fields }: { fields: readonly ReadingField[] }) {
  return (
    <dl
      aria-label="Fields"
      className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-lg bg-sunken px-3 py-2.5 text-sm"
    >
      {fields.map((field, index) => (
        // A receipt may name the same field twice.
        <div key={`${index}:${field.name}`} className="contents">
          <dt className="text-ink-soft [overflow-wrap:anywhere]">{fieldTitle(field.name)}</dt>
          <dd
            className={cn(
              'whitespace-pre-line font-medium text-ink [overflow-wrap:anywhere]',
              field.number !== null && 'tabular-nums',
            )}
          >
            {fieldValueText(field)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function ReadingBody({ reading: { reading, fields, tables } }: { reading: ImageReading }) {
  const text = reading?.trim() ?? ''
  return (
    <div className="flex flex-col gap-4">
      {text !== '' && <Prose text={text} />}
      {fields.length > 0 && <Fields fields={fields} />}
      {tables.map((table, index) => (
        <ReadingTable
          key={`${index}:${table.title}`}
          table={table}
          fallback={tables.length === 1 ? 'Table' : `Table ${index + 1}`}
        />
      ))}
      {text === '' && fields.length + tables.length === 0 && (
        <p className="text-ink-soft text-sm">The model wrote nothing.</p>
      )}
    </div>
  )
}
