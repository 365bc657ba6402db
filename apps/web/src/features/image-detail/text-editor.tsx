'use client'
/** A text edited in place: Ctrl+Enter saves, Escape leaves it as it was. */
import { Button } from '@vitrine/ui/button'
import { Textarea } from '@vitrine/ui/input'
import { type KeyboardEvent, useState } from 'react'

interface TextEditorProps {
  label: string
  text: string
  isSaving: boolean
  maxLength: number
  onSave: (text: string) => void
  onCancel: () => void
}

/** The field with its two buttons; focused as it appears. */
export function TextEditor({ label, text, isSaving, maxLength, onSave, onCancel }: TextEditorProps) {
  const [draft, setDraft] = useState(text)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onSave(draft)
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <Textarea
        // The person asked to edit: the field is where they go on.
        ref={(field) => field?.focus()}
        aria-label={label}
        value={draft}
        maxLength={maxLength}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" busy={isSaving} onClick={() => onSave(draft)}>
          Save
        </Button>
      </div>
    </div>
  )
}
