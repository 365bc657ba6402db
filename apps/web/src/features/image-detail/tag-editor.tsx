'use client'
/** Tags: a person's to add and take away, with those in use suggested. */
import { useQuery } from '@tanstack/react-query'
import { type ImageDetail, TagName } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Input } from '@vitrine/ui/input'
import { PlusIcon, XIcon } from 'lucide-react'
import Link from 'next/link'
import { type FormEvent, useId, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { searchHref } from '../search/search-state.ts'
import { PanelSection } from './panel-section.tsx'
import { useImageEdits } from './use-image-actions.ts'

/** The search that finds a tag, quoted where it has spaces. */
export function tagQuery(name: string): string {
  return /\s/.test(name) ? `tag:"${name}"` : `tag:${name}`
}

function TagForm({ image, onAdd }: { image: ImageDetail; onAdd: (name: string) => void }) {
  const trpc = useTRPC()
  const listId = useId()
  const errorId = useId()
  const [draft, setDraft] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const known = useQuery(trpc.tags.list.queryOptions())
  const suggestions = (known.data ?? []).filter((tag) => !image.tags.some((one) => one.name === tag.name))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const name = TagName.safeParse(draft)
    if (!name.success) {
      setProblem(name.error.issues[0]?.message ?? 'That can’t be a tag.')
      return
    }
    setDraft('')
    onAdd(name.data)
  }
  return (
    <form onSubmit={submit} className="mt-2">
      <div className="flex gap-2">
        <Input
          aria-label="Add a tag"
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem === null ? undefined : errorId}
          placeholder="Add a tag"
          list={listId}
          maxLength={64}
          autoComplete="off"
          value={draft}
          onChange={(event) => {
            setDraft(event.target.value)
            setProblem(null)
          }}
        />
        <Button type="submit" disabled={draft.trim() === ''}>
          <PlusIcon aria-hidden /> Add
        </Button>
      </div>
      <datalist id={listId}>
        {suggestions.slice(0, 50).map((tag) => (
          <option key={tag.name} value={tag.name} />
        ))}
      </datalist>
      {problem !== null && (
        <p id={errorId} role="alert" className="mt-1 text-danger-ink text-xs">
          {problem}
        </p>
      )}
    </form>
  )
}

/** The tags of an image: each finds its fellows, and can be taken away. */
export function TagEditor({ image }: { image: ImageDetail }) {
  const { addTag, removeTag } = useImageEdits(image.id)
  const selection = { ids: [image.id] }
  return (
    <PanelSection title="Tags">
      {image.tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
          {image.tags.map((tag) => (
            <li
              key={tag.name}
              className="inline-flex items-center rounded-full border border-line-strong bg-surface text-sm"
            >
              <Link
                href={searchHref({ query: tagQuery(tag.name) })}
                className="rounded-l-full py-1 pr-1 pl-3 hover:underline"
              >
                {tag.name}
              </Link>
              <button
                type="button"
                aria-label={`Remove tag ${tag.name}`}
                className="grid size-7 place-items-center rounded-full text-ink-faint hover:bg-hover hover:text-ink"
                onClick={() => removeTag.mutate({ name: tag.name, selection })}
              >
                <XIcon aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TagForm image={image} onAdd={(name) => addTag.mutate({ name, selection })} />
    </PanelSection>
  )
}
