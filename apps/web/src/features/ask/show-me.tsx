'use client'
import { Button } from '@vitrine/ui/button'
import { Input } from '@vitrine/ui/input'
import { LocateFixedIcon } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useShowMe } from './use-show-me.ts'

/** Points at something on a picture: a phrase, or what is selected of an answer. */
export function ShowMe({ imageId }: { imageId: number }) {
  const { canShow, isBusy, show } = useShowMe()
  const [phrase, setPhrase] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wanted = phrase.trim() || (window.getSelection()?.toString().trim() ?? '')
    if (wanted !== '') show(imageId, wanted.slice(0, 200))
  }
  if (!canShow)
    return (
      <p className="text-ink-faint text-xs">
        With Florence-2, what you name here is shown on the picture. It can be downloaded on the Models page.
      </p>
    )
  return (
    <form className="flex gap-1.5" onSubmit={submit}>
      <Input
        aria-label="What to show on the picture"
        placeholder="Show me…"
        value={phrase}
        className="h-8"
        onChange={(event) => setPhrase(event.target.value)}
      />
      <Button type="submit" size="sm" busy={isBusy}>
        <LocateFixedIcon aria-hidden /> Show
      </Button>
    </form>
  )
}
