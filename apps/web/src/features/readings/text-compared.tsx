'use client'
/** The text of two readings as one list of lines: what is gone, what was added, what stayed the same. */
import type { TextRegion } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { VisuallyHidden } from '@vitrine/ui/visually-hidden'
import { useMemo, useState } from 'react'
import { type ComparedLine, compareLines } from './compare-lines.ts'
import { type FoldedLine, foldLines } from './fold-lines.ts'
import { summarise } from './readings-words.ts'

const signs = {
  same: { sign: ' ', words: '', look: 'text-ink-soft' },
  gone: { sign: '−', words: 'Gone: ', look: 'bg-danger-soft text-danger-ink' },
  added: { sign: '+', words: 'Added: ', look: 'bg-success-soft text-success-ink' },
}

function Line({ line }: { line: ComparedLine }) {
  const { sign, words, look } = signs[line.change]
  return (
    <li className={cn('flex gap-2 px-2 py-0.5', look)}>
      <span aria-hidden className="w-2 shrink-0 select-none text-center">
        {sign}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {words !== '' && <VisuallyHidden>{words}</VisuallyHidden>}
        {line.text}
      </span>
    </li>
  )
}

const countOf = (lines: readonly ComparedLine[], change: ComparedLine['change']) =>
  lines.filter((line) => line.change === change).length

/** More lines than these are shown when someone asks. */
const MAX_LINES = 20

/** Every line of `all` where it is asked for, else those near a difference, up to a screenful. */
function linesToShow(all: readonly ComparedLine[], isWhole: boolean): readonly FoldedLine[] {
  return isWhole ? all : foldLines(all).slice(0, MAX_LINES)
}

export interface TextComparedProps {
  former: readonly TextRegion[]
  present: readonly TextRegion[]
}

export function TextCompared({ former, present }: TextComparedProps) {
  const [isWhole, setIsWhole] = useState(false)
  const lines = useMemo(
    () =>
      compareLines(
        former.map(({ text }) => text),
        present.map(({ text }) => text),
      ),
    [former, present],
  )
  const shown = linesToShow(lines, isWhole)
  const isCut = shown.length < lines.length
  const changes = {
    added: countOf(lines, 'added'),
    gone: countOf(lines, 'gone'),
    same: countOf(lines, 'same'),
  }
  return (
    <div className="mt-4">
      <h3 className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3 font-semibold text-sm">
        Text
        <span className="font-normal text-ink-soft text-xs">{summarise(changes) || 'neither found any'}</span>
      </h3>
      {lines.length > 0 && (
        <ol
          aria-label="Lines of text"
          className="overflow-hidden rounded-md border border-line py-1 font-mono text-xs leading-5"
        >
          {shown.map((line, index) =>
            // Lines have no identity but their place.
            line.change === 'folded' ? (
              <li key={`${index}:folded`} className="px-2 py-0.5 pl-6 text-ink-faint">
                {line.count} lines the same
              </li>
            ) : (
              <Line key={`${index}:${line.text}`} line={line} />
            ),
          )}
        </ol>
      )}
      {isCut && (
        <Button variant="link" size="sm" className="mt-1 min-h-6" onClick={() => setIsWhole(true)}>
          Show all {lines.length} lines
        </Button>
      )}
    </div>
  )
}
