'use client'
/** Earlier conversations: searched, pinned, renamed, deleted with a way back. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ConversationCard } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { IconButton } from '@vitrine/ui/icon-button'
import { Input } from '@vitrine/ui/input'
import { Skeleton } from '@vitrine/ui/skeleton'
import { Spinner } from '@vitrine/ui/spinner'
import { EllipsisIcon, PencilIcon, PinIcon, PlusIcon, Trash2Icon } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { NameDialog } from '../collections/name-dialog.tsx'
import { messageOf } from '../live/error-message.ts'
import { useDebounced } from '../search/use-debounced.ts'
import { conversationHref } from './ask-links.ts'
import { useHistoryActions } from './use-ask-actions.ts'

interface HistoryProps {
  currentId: number | null
  /** A sheet closes when one is chosen. */
  onOpen?: () => void
}

function Row({
  card,
  isCurrent,
  onOpen,
  onRename,
}: {
  card: ConversationCard
  isCurrent: boolean
  onOpen: (() => void) | undefined
  onRename: () => void
}) {
  const { pin, remove } = useHistoryActions()
  const router = useRouter()
  const { id, title, isPinned, isUnderWay } = card
  return (
    <li className={cn('flex items-center rounded-md hover:bg-hover', isCurrent && 'bg-accent-soft')}>
      <Link
        href={conversationHref(id)}
        aria-current={isCurrent ? 'page' : undefined}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 text-ink text-sm"
        {...(onOpen ? { onClick: onOpen } : {})}
      >
        {isPinned && (
          <>
            <PinIcon aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
            <span className="sr-only">{'Pinned: '}</span>
          </>
        )}
        <span className="truncate">{title}</span>
        {isUnderWay && (
          <>
            <Spinner className="ml-auto size-3.5 shrink-0" />
            <span className="sr-only">, being answered</span>
          </>
        )}
      </Link>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton size="sm" label={`More about ${title}`} tooltip="none">
            <EllipsisIcon aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => pin.mutate({ id, isPinned: !isPinned })}>
            <PinIcon aria-hidden /> {isPinned ? 'Unpin' : 'Pin'}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={onRename}>
            <PencilIcon aria-hidden /> Rename
          </DropdownMenuItem>
          <DropdownMenuItem
            tone="danger"
            onSelect={() => remove.mutate({ id }, { onSuccess: () => isCurrent && router.push('/ask') })}
          >
            <Trash2Icon aria-hidden /> Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </li>
  )
}

export function History({ currentId, onOpen }: HistoryProps) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const [renaming, setRenaming] = useState<ConversationCard | null>(null)
  const search = useDebounced(typed.trim(), 250)
  const { rename } = useHistoryActions()
  const list = useInfiniteQuery(
    trpc.ask.list.infiniteQueryOptions(
      { ...(search ? { search } : {}) },
      // A row whose menu is open must not go for a moment.
      { getNextPageParam: ({ nextCursor }) => nextCursor, placeholderData: keepPreviousData },
    ),
  )
  const cards = list.data?.pages.flatMap(({ conversations }) => conversations) ?? []
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
      <Button asChild className="justify-start">
        <Link href="/ask" {...(onOpen ? { onClick: onOpen } : {})}>
          <PlusIcon aria-hidden /> New conversation
        </Link>
      </Button>
      <Input
        type="search"
        aria-label="Search the conversations"
        placeholder="Search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {list.isPending && (
        <div role="status" aria-label="Loading the conversations" className="grid gap-2">
          {[1, 2, 3].map((place) => (
            <Skeleton key={place} className="h-8" />
          ))}
        </div>
      )}
      {list.isError && (
        <p role="alert" className="text-danger-ink text-sm">
          {messageOf(list.error)}
        </p>
      )}
      {list.isSuccess && cards.length === 0 && (
        <p className="px-2 text-ink-faint text-sm">
          {search === '' ? 'Conversations are kept here.' : 'No conversation has these words.'}
        </p>
      )}
      <ul aria-label="Conversations" className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1">
        {cards.map((card) => (
          <Row
            key={card.id}
            card={card}
            isCurrent={card.id === currentId}
            onOpen={onOpen}
            onRename={() => setRenaming(card)}
          />
        ))}
        {list.hasNextPage && (
          <li>
            <Button
              size="sm"
              variant="ghost"
              busy={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Older ones
            </Button>
          </li>
        )}
      </ul>
      {renaming && (
        <NameDialog
          open
          title="Rename the conversation"
          action="Rename"
          initial={renaming.title}
          error={undefined}
          isBusy={rename.isPending}
          onClose={() => setRenaming(null)}
          onName={(title) =>
            rename.mutate({ id: renaming.id, title }, { onSuccess: () => setRenaming(null) })
          }
        />
      )}
    </div>
  )
}
