'use client'
/** What was asked: its pictures, its words, a way to ask otherwise, and the branches that were made so. */
import { Button } from '@vitrine/ui/button'
import { IconButton } from '@vitrine/ui/icon-button'
import { Textarea } from '@vitrine/ui/input'
import { ChevronLeftIcon, ChevronRightIcon, PencilIcon } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { type BranchStep, siblingBeside } from './branches.ts'
import { LitPicture } from './lit-picture.tsx'
import type { Pictures } from './use-pictures.ts'

interface QuestionProps {
  step: BranchStep
  pictures: Pictures
  isEditing: boolean
  onEditing: (isEditing: boolean) => void
  onEdit: (question: string) => void
  onBranch: (turnId: number) => void
}

function Editor({
  question,
  onEdit,
  onCancel,
}: {
  question: string
  onEdit: (text: string) => void
  onCancel: () => void
}) {
  const [text, setText] = useState(question)
  const send = () => text.trim() !== '' && onEdit(text.trim())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
    else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="grid gap-2">
      <Textarea
        // Who asked to change the question wants to write.
        autoFocus
        aria-label="The question"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" disabled={text.trim() === ''} onClick={send}>
          Ask
        </Button>
      </div>
    </div>
  )
}

function Branches({ step, onBranch }: Pick<QuestionProps, 'step' | 'onBranch'>) {
  const { siblingIds, place } = step
  if (siblingIds.length < 2) return null
  const [before, after] = [siblingBeside(step, -1), siblingBeside(step, 1)]
  return (
    <nav aria-label="Other ways this went" className="flex items-center text-ink-soft text-xs tabular-nums">
      <IconButton
        size="xs"
        label="The version before"
        disabled={before === null}
        onClick={() => before !== null && onBranch(before)}
      >
        <ChevronLeftIcon aria-hidden />
      </IconButton>
      {place + 1}/{siblingIds.length}
      <IconButton
        size="xs"
        label="The next version"
        disabled={after === null}
        onClick={() => after !== null && onBranch(after)}
      >
        <ChevronRightIcon aria-hidden />
      </IconButton>
    </nav>
  )
}

export function QuestionView(props: QuestionProps) {
  const { step, pictures, isEditing, onEditing, onEdit } = props
  const { question, pictures: brought, scope } = step.turn
  return (
    <div className="group/question ml-auto flex w-full max-w-[42rem] flex-col items-end gap-1.5">
      {brought.length > 0 && (
        <ul aria-label="Pictures of this question" className="flex flex-wrap justify-end gap-2">
          {brought.map(({ imageId, region }) => {
            const image = pictures.get(imageId)
            return (
              <li key={imageId} className="w-28">
                {image ? (
                  <LitPicture image={image} region={region} form="thumbnail" />
                ) : (
                  <span className="grid h-20 place-items-center rounded-lg bg-track p-1 text-center text-ink-faint text-xs">
                    This picture is gone.
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {isEditing ? (
        <div className="w-full">
          <Editor
            question={question}
            onCancel={() => onEditing(false)}
            onEdit={(text) => {
              onEditing(false)
              onEdit(text)
            }}
          />
        </div>
      ) : (
        <div className="max-w-full rounded-2xl rounded-br-md bg-accent-soft px-3.5 py-2.5 text-ink">
          {scope === 'library' && <p className="mb-0.5 text-ink-soft text-xs">To the whole library</p>}
          <p className="whitespace-pre-wrap text-pretty [overflow-wrap:anywhere]">{question}</p>
        </div>
      )}
      <div className="flex items-center gap-1">
        <Branches step={step} onBranch={props.onBranch} />
        {!isEditing && (
          <IconButton size="xs" label="Change the question" onClick={() => onEditing(true)}>
            <PencilIcon aria-hidden />
          </IconButton>
        )}
      </div>
    </div>
  )
}
