'use client'
/** What the search language can say, by examples that run when they are clicked. */
import { IconButton } from '@vitrine/ui/icon-button'
import { Popover, PopoverContent, PopoverTrigger } from '@vitrine/ui/popover'
import { CircleHelpIcon } from 'lucide-react'
import { useState } from 'react'
import { exampleGroups } from './field-examples.ts'

/** The help button and its popover. */
export function FieldHelp({ onExample }: { onExample: (query: string) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <IconButton label="How to search" size="sm" tooltip="none" className="rounded-full">
          <CircleHelpIcon aria-hidden />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label="How to search"
        className="max-h-[70dvh] w-[min(40rem,calc(100vw-1rem))] overflow-y-auto p-4"
      >
        <p className="mb-3 text-ink-soft text-sm">
          Type what you remember. These narrow it down; click one to try it.
        </p>
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          {exampleGroups.map((group) => (
            <section key={group.title} aria-label={group.title}>
              <h2 className="mb-1 font-medium text-sm">{group.title}</h2>
              <ul>
                {group.examples.map(({ means, example }) => (
                  <li key={example}>
                    <button
                      type="button"
                      className="-mx-2 flex min-h-8 w-full flex-wrap items-center gap-x-2 rounded-md px-2 py-1 text-left hover:bg-hover"
                      onClick={() => {
                        setIsOpen(false)
                        onExample(example)
                      }}
                    >
                      <code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-xs">{example}</code>
                      <span className="text-ink-soft text-xs">{means}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </PopoverContent>
    </Popover>
  )
}
