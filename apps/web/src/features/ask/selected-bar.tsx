'use client'
/** Beneath words that are selected of an answer: shown on the picture, or saved to it. */
import type { ImageDetail, Turn } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { BookmarkPlusIcon, LocateFixedIcon } from 'lucide-react'
import { useState } from 'react'
import { subjectsOf } from './answer-tools.tsx'
import { SaveDialog } from './save-dialog.tsx'
import type { Pictures } from './use-pictures.ts'
import { useSelectedWords } from './use-selected-words.ts'
import { useShowMe } from './use-show-me.ts'

interface SelectedBarProps {
  turns: readonly Turn[]
  pictures: Pictures
  /** The picture that is shown large; null where it is the first. */
  shownId: number | null
  onReveal: (imageId: number) => void
}

interface Saving {
  turnId: number
  text: string
  images: readonly ImageDetail[]
}

/** So far from the window's edge its middle stays. */
const EDGE_PX = 110

export function SelectedBar({ turns, pictures, shownId, onReveal }: SelectedBarProps) {
  const { words, letGo } = useSelectedWords()
  const { canShow, isBusy, show } = useShowMe()
  const [saving, setSaving] = useState<Saving | null>(null)
  const turn = turns.find(({ id }) => id === words?.turnId)
  const subjects = turn ? subjectsOf(turn, pictures) : []
  const subject = subjects.find(({ id }) => id === shownId) ?? subjects[0]
  return (
    <>
      {words && turn && subject && (
        <div
          role="toolbar"
          aria-label="Selected words"
          className="pop fixed z-40 flex -translate-x-1/2 gap-0.5 rounded-lg border border-line bg-raised p-1 shadow-lg"
          style={{
            left: `clamp(${EDGE_PX}px, ${words.at.x}px, calc(100vw - ${EDGE_PX}px))`,
            top: `min(${words.at.y + 8}px, calc(100dvh - 4rem))`,
          }}
          // A press must not take away what is selected.
          onMouseDown={(event) => event.preventDefault()}
        >
          <Button
            size="sm"
            variant="ghost"
            disabled={!canShow}
            busy={isBusy}
            title={canShow ? `On ${subject.fileName}` : 'This needs Florence-2: see Models.'}
            onClick={() => {
              onReveal(subject.id)
              show(subject.id, words.text)
            }}
          >
            <LocateFixedIcon aria-hidden /> Show me
          </Button>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              setSaving({ turnId: turn.id, text: words.text, images: subjects })
              letGo()
            }}
          >
            <BookmarkPlusIcon aria-hidden /> Save
          </Button>
        </div>
      )}
      {saving && <SaveDialog {...saving} onClose={() => setSaving(null)} />}
    </>
  )
}
