'use client'
/** A person's own notes: searchable, and never touched by a model. */
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { IconButton } from '@vitrine/ui/icon-button'
import { PencilIcon } from 'lucide-react'
import { useState } from 'react'
import { PanelSection } from './panel-section.tsx'
import { TextEditor } from './text-editor.tsx'
import { useImageEdits } from './use-image-actions.ts'

/** The notes, or an invitation to write some. */
export function Notes({ image }: { image: ImageDetail }) {
  const [isEditing, setIsEditing] = useState(false)
  const { setNotes } = useImageEdits(image.id)
  const edit = () => setIsEditing(true)
  const editButton = (
    <IconButton label="Edit notes" size="sm" onClick={edit}>
      <PencilIcon aria-hidden />
    </IconButton>
  )
  return (
    <PanelSection title="Notes" aside={image.notes !== '' && !isEditing ? editButton : null}>
      {isEditing ? (
        <TextEditor
          label="Notes"
          text={image.notes}
          maxLength={100_000}
          isSaving={setNotes.isPending}
          onSave={(notes) =>
            setNotes.mutate({ id: image.id, notes: notes.trim() }, { onSuccess: () => setIsEditing(false) })
          }
          onCancel={() => setIsEditing(false)}
        />
      ) : image.notes === '' ? (
        <Button size="sm" variant="ghost" className="-ml-2.5" onClick={edit}>
          <PencilIcon aria-hidden /> Add a note
        </Button>
      ) : (
        <p className="whitespace-pre-line break-words text-sm">{image.notes}</p>
      )}
    </PanelSection>
  )
}
