'use client'
/** What the picture shows, in words: a person's first, the models' beneath, each with its source. */
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { IconButton } from '@vitrine/ui/icon-button'
import { PencilIcon, Undo2Icon } from 'lucide-react'
import { useState } from 'react'
import type { Findings, Wording, WrittenText } from './findings.ts'
import { PanelSection } from './panel-section.tsx'
import { SourceBadge } from './source-badge.tsx'
import { TextEditor } from './text-editor.tsx'
import { useImageEdits } from './use-image-actions.ts'

function ModelText({ written, isBeneath }: { written: WrittenText; isBeneath: boolean }) {
  return (
    <div className={isBeneath ? 'mt-2 border-line border-l-2 pl-3 text-ink-soft text-sm' : ''}>
      <p className="whitespace-pre-line text-pretty">{written.text || 'Nothing was written.'}</p>
      <p className="mt-1.5">
        <SourceBadge source={written.source} isTemplate={written.isTemplate} />
      </p>
    </div>
  )
}

interface CaptionProps {
  image: ImageDetail
  title: string
  type: 'caption' | 'detailed-caption'
  wording: Wording
}

/** One caption with its editor. Saving an empty text gives the model's words back. */
function Caption({ image, title, type, wording }: CaptionProps) {
  const [isEditing, setIsEditing] = useState(false)
  const { setCaption } = useImageEdits(image.id)
  const { person, models } = wording
  const save = (text: string) =>
    setCaption.mutate({ id: image.id, type, text: text.trim() }, { onSuccess: () => setIsEditing(false) })

  const editButton = (
    <IconButton label={`Edit ${title.toLowerCase()}`} size="sm" onClick={() => setIsEditing(true)}>
      <PencilIcon aria-hidden />
    </IconButton>
  )
  return (
    <PanelSection title={title} aside={isEditing ? null : editButton}>
      {isEditing ? (
        <TextEditor
          label={title}
          text={person?.text ?? models[0]?.text ?? ''}
          maxLength={10_000}
          isSaving={setCaption.isPending}
          onSave={save}
          onCancel={() => setIsEditing(false)}
        />
      ) : (
        person && (
          <div>
            <p className="whitespace-pre-line text-pretty text-ink">{person.text}</p>
            <p className="mt-1.5 flex flex-wrap items-center gap-2">
              <SourceBadge source={person.source} />
              <Button size="sm" variant="ghost" busy={setCaption.isPending} onClick={() => save('')}>
                <Undo2Icon aria-hidden /> Revert
              </Button>
            </p>
          </div>
        )
      )}
      {!isEditing &&
        models.map((written) => <ModelText key={written.id} written={written} isBeneath={person !== null} />)}
      {!isEditing && !person && models.length === 0 && (
        <p className="text-ink-soft text-sm">None yet. You can write one.</p>
      )}
    </PanelSection>
  )
}

/** The caption and the detailed caption. */
export function Captions({ image, findings }: { image: ImageDetail; findings: Findings }) {
  return (
    <>
      <Caption image={image} title="Caption" type="caption" wording={findings.caption} />
      <Caption image={image} title="In detail" type="detailed-caption" wording={findings.detailedCaption} />
    </>
  )
}
