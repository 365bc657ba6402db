'use client'
/** A list to pick from, filtered as one types; what is not in it can be made. */
import { Command, CommandInput, CommandItem, CommandList } from '@vitrine/ui/command'
import { Plus } from 'lucide-react'
import { useState } from 'react'

export interface PickOption {
  key: string
  label: string
  count: number
}

export interface PickOrCreateProps {
  /** What is picked, for the field: "Tag", "Collection". */
  label: string
  options: readonly PickOption[]
  onPick: (option: PickOption) => void
  onCreate: (name: string) => void
}

export function PickOrCreate({ label, options, onPick, onCreate }: PickOrCreateProps) {
  const [text, setText] = useState('')
  const name = text.trim()
  const isNew = name !== '' && !options.some((option) => option.label.toLowerCase() === name.toLowerCase())
  return (
    <Command label={label} className="-m-3">
      <CommandInput placeholder={`${label} name`} value={text} onValueChange={setText} />
      {/* A list box without a choice is none. */}
      {options.length === 0 && !isNew ? (
        <p className="px-3 py-5 text-center text-ink-faint">Type a name to make the first one.</p>
      ) : null}
      <CommandList className="max-h-64" hidden={options.length === 0 && !isNew}>
        {options.map((option) => (
          <CommandItem key={option.key} value={option.label} onSelect={() => onPick(option)}>
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            <span className="text-ink-faint text-xs tabular-nums">{option.count}</span>
          </CommandItem>
        ))}
        {isNew ? (
          <CommandItem key={`new ${name}`} value={`new ${name}`} onSelect={() => onCreate(name)}>
            <Plus aria-hidden />
            <span className="min-w-0 flex-1 truncate">Create “{name}”</span>
          </CommandItem>
        ) : null}
      </CommandList>
    </Command>
  )
}
