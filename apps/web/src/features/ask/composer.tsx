'use client'
/** Where a question is written: its pictures, whom it goes to, what answers it. */
import { type AskEngines, MAX_TURN_PICTURES } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { IconButton } from '@vitrine/ui/icon-button'
import { ArrowUpIcon, ImagePlusIcon, SquareIcon } from 'lucide-react'
import { type Dispatch, type KeyboardEvent, type RefObject, useState } from 'react'
import { CropDialog } from './crop-dialog.tsx'
import { type Draft, type DraftChange, whyNotSend } from './draft.ts'
import { EngineMenu, type Wish } from './engine-menu.tsx'
import { PicturePicker } from './picture-picker.tsx'
import { PictureTray } from './picture-tray.tsx'
import type { Pictures } from './use-pictures.ts'

interface ComposerProps {
  draft: Draft
  change: Dispatch<DraftChange>
  pictures: Pictures
  /** Whether the conversation has pictures already. */
  hasPictures: boolean
  engines: AskEngines | null
  wish: Wish
  onWish: (wish: Wish) => void
  onSend: () => void
  /** Null while nothing is being answered. */
  onStop: (() => void) | null
  /** Takes the last question up again. */
  onEditLast: () => void
  field: RefObject<HTMLTextAreaElement | null>
}

function ScopeSwitch({ draft, change }: Pick<ComposerProps, 'draft' | 'change'>) {
  const options = [
    { scope: 'pictures', label: 'These pictures' },
    { scope: 'library', label: 'Whole library' },
  ] as const
  return (
    <fieldset className="flex rounded-md border border-line p-0.5">
      <legend className="sr-only">What is asked about</legend>
      {options.map(({ scope, label }) => (
        <label
          key={scope}
          className={cn(
            'cursor-pointer rounded-sm px-2 py-1 text-xs focus-within:outline-2 focus-within:outline-accent',
            draft.scope === scope
              ? 'bg-accent-soft font-medium text-accent-ink'
              : 'text-ink-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name="scope"
            className="sr-only"
            checked={draft.scope === scope}
            onChange={() => change({ type: 'scoped', scope })}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

export function Composer(props: ComposerProps) {
  const { draft, change, pictures, hasPictures, engines, onSend, onStop, field } = props
  const [isPicking, setIsPicking] = useState(false)
  const [cropping, setCropping] = useState<number | null>(null)
  const why = whyNotSend(draft, hasPictures)
  const cropped = cropping === null ? undefined : pictures.get(cropping)
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being put together by an input method, Enter belongs to it.
    if (event.nativeEvent.isComposing) return
    // A keyboard on the screen has no other way to begin a new line.
    const isOnScreen = window.matchMedia('(pointer: coarse)').matches
    if (event.key === 'Enter' && !event.shiftKey && !isOnScreen) {
      if (why === null && onStop === null) onSend()
    } else if (event.key === 'Escape' && onStop) onStop()
    else if (event.key === 'ArrowUp' && draft.question === '') props.onEditLast()
    else return
    event.preventDefault()
  }
  const crop = (imageId: number) => {
    const isPart = draft.pictures.some((picture) => picture.imageId === imageId && picture.region !== null)
    if (isPart) change({ type: 'cropped', imageId, region: null })
    else setCropping(imageId)
  }
  return (
    <div className="rounded-2xl border border-line-strong bg-surface shadow-sm focus-within:border-accent">
      <PictureTray
        added={draft.pictures}
        pictures={pictures}
        onRemove={(imageId) => change({ type: 'removed', imageId })}
        onCrop={crop}
      />
      <textarea
        ref={field}
        value={draft.question}
        rows={1}
        aria-label="Your question"
        placeholder={draft.scope === 'library' ? 'Ask about the whole library' : 'Ask about these pictures'}
        className="field-sizing-content block max-h-[40dvh] min-h-12 w-full resize-none bg-transparent px-4 pt-3.5 pb-1 text-ink outline-none placeholder:text-ink-faint"
        onChange={(event) => change({ type: 'wrote', question: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap items-center gap-1.5 px-2 pb-2">
        <IconButton
          size="sm"
          label="Add pictures"
          disabled={draft.pictures.length >= MAX_TURN_PICTURES}
          onClick={() => setIsPicking(true)}
        >
          <ImagePlusIcon aria-hidden />
        </IconButton>
        <ScopeSwitch draft={draft} change={change} />
        {engines && <EngineMenu engines={engines} wish={props.wish} onChoose={props.onWish} />}
        <span className="ml-auto">
          {onStop ? (
            <Button size="sm" onClick={onStop}>
              <SquareIcon aria-hidden className="fill-current" /> Stop
            </Button>
          ) : (
            <IconButton
              size="sm"
              label="Ask"
              shortcut="Enter"
              aria-disabled={why !== null}
              className="bg-primary text-on-primary hover:bg-primary-hover hover:text-on-primary aria-disabled:opacity-45"
              onClick={() => (why === null ? onSend() : field.current?.focus())}
            >
              <ArrowUpIcon aria-hidden />
            </IconButton>
          )}
        </span>
      </div>
      {isPicking && (
        <PicturePicker
          room={MAX_TURN_PICTURES - draft.pictures.length}
          onClose={() => setIsPicking(false)}
          onPick={(ids) => {
            change({ type: 'added', pictures: ids.map((imageId) => ({ imageId, region: null })) })
            setIsPicking(false)
          }}
        />
      )}
      {cropped && (
        <CropDialog
          image={cropped}
          onClose={() => setCropping(null)}
          onDone={(region) => {
            change({ type: 'cropped', imageId: cropped.id, region })
            setCropping(null)
          }}
        />
      )}
    </div>
  )
}
