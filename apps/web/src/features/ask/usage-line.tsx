'use client'
/** What an answer cost, in a line, and all that was counted on demand. */
import type { Turn } from '@vitrine/contracts'
import { Popover, PopoverContent, PopoverTrigger } from '@vitrine/ui/popover'
import { answeredBy } from './engine-words.ts'
import { usageFacts, usageRows } from './turn-words.ts'

export function UsageLine({ turn }: { turn: Turn }) {
  const { usage } = turn
  const line = [answeredBy(turn), ...(usage ? usageFacts(usage) : [])].filter(Boolean).join(' · ')
  if (line === '') return null
  if (!usage) return <p className="min-w-0 text-ink-faint text-xs [overflow-wrap:anywhere]">{line}</p>
  return (
    <Popover>
      <PopoverTrigger className="min-w-0 rounded-sm text-left text-ink-faint text-xs underline-offset-4 [overflow-wrap:anywhere] hover:underline">
        {line}
      </PopoverTrigger>
      <PopoverContent className="w-72">
        <dl aria-label="What was counted" className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
          {usageRows(usage).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-soft">{name}</dt>
              <dd className="text-right text-ink tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </PopoverContent>
    </Popover>
  )
}
