'use client'
/** What can be done with an answer: copied, told anew by this or another engine, saved to a picture, pointed at. */
import { useQuery } from '@tanstack/react-query'
import type { ImageDetail, Turn } from '@vitrine/contracts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import { BookmarkPlusIcon, CopyIcon, EllipsisIcon, LinkIcon, RefreshCwIcon } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { copyText } from '../image-detail/copy-text.ts'
import { conversationHref } from './ask-links.ts'
import { canAnswer, engineChoices, engineTitle } from './engine-words.ts'
import { plainText } from './plain-text.ts'
import { SaveDialog } from './save-dialog.tsx'
import type { TurnActions } from './use-ask-actions.ts'
import type { Pictures } from './use-pictures.ts'

interface AnswerToolsProps {
  turn: Turn
  pictures: Pictures
  actions: TurnActions
}

/** Pictures that the answer is about: its own, those it cites, else all of the branch. */
export function subjectsOf(turn: Turn, pictures: Pictures): ImageDetail[] {
  const named = [
    ...turn.pictures,
    ...turn.citations,
    ...(turn.search?.hits ?? []).map((imageId) => ({ imageId })),
  ]
  const own = [...new Set(named.map(({ imageId }) => imageId))].flatMap((id) => pictures.get(id) ?? [])
  return own.length > 0 ? own : [...pictures.values()]
}

/** What is selected of the answers, so that a part can be saved. */
const selectedText = () => window.getSelection()?.toString().trim() ?? ''

function OtherEngines({ turn, actions }: Omit<AnswerToolsProps, 'pictures'>) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.ask.engines.queryOptions())
  if (!data) return null
  return (
    <>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>Answer again with</DropdownMenuLabel>
      {engineChoices(data).map(({ engine, model, status }) => (
        <DropdownMenuItem
          key={`${engine} ${model}`}
          disabled={!canAnswer(status)}
          onSelect={() => void actions.regenerate(turn.id, { engine, ...(model === null ? {} : { model }) })}
        >
          {engineTitle(engine, model)}
        </DropdownMenuItem>
      ))}
    </>
  )
}

export function AnswerTools({ turn, pictures, actions }: AnswerToolsProps) {
  const [saving, setSaving] = useState<string | null>(null)
  const subjects = subjectsOf(turn, pictures)
  const copyLink = () =>
    copyText(new URL(conversationHref(turn.conversationId, turn.id), window.location.href).href, 'Link')
  return (
    <div role="toolbar" aria-label="The answer" className="-ml-1.5 flex items-center">
      <IconButton size="sm" label="Copy the answer" onClick={() => void copyText(turn.answer, 'Answer')}>
        <CopyIcon aria-hidden />
      </IconButton>
      <IconButton size="sm" label="Answer again" onClick={() => void actions.regenerate(turn.id)}>
        <RefreshCwIcon aria-hidden />
      </IconButton>
      {subjects.length > 0 && (
        <IconButton
          size="sm"
          label="Save to an image"
          onClick={() => setSaving(selectedText() || plainText(turn.answer))}
        >
          <BookmarkPlusIcon aria-hidden />
        </IconButton>
      )}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton size="sm" label="More about this answer" tooltip="none">
            <EllipsisIcon aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => void copyText(plainText(turn.answer), 'Text')}>
            <CopyIcon aria-hidden /> Copy as plain text
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void copyLink()}>
            <LinkIcon aria-hidden /> Copy a link to it
          </DropdownMenuItem>
          <OtherEngines turn={turn} actions={actions} />
        </DropdownMenuContent>
      </DropdownMenu>
      {saving !== null && (
        <SaveDialog turnId={turn.id} text={saving} images={subjects} onClose={() => setSaving(null)} />
      )}
    </div>
  )
}
