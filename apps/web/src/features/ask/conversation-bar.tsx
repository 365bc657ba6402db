'use client'
/** The line over a conversation: its name, the way to others, its pictures where they have no column, sharing. */
import type { Conversation } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Dialog, DialogTrigger, SheetContent } from '@vitrine/ui/dialog'
import { IconButton } from '@vitrine/ui/icon-button'
import { HistoryIcon, ImagesIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ExportConversation } from './export-conversation.tsx'
import { History } from './history.tsx'

interface ConversationBarProps {
  conversation: Conversation | undefined
  conversationId: number | null
  pictureCount: number
  arePicturesOpen: boolean
  onPictures: (areOpen: boolean) => void
  /** The pictures, for screens without a column for them. */
  children: ReactNode
}

export function ConversationBar(props: ConversationBarProps) {
  const { conversation, conversationId, pictureCount } = props
  const [isHistoryOpen, setIsHistoryOpen] = useState(false)
  return (
    <div className="flex h-12 shrink-0 items-center gap-1 border-line border-b px-3">
      <Dialog open={isHistoryOpen} onOpenChange={setIsHistoryOpen}>
        <DialogTrigger asChild>
          <IconButton label="Earlier conversations" className="lg:hidden">
            <HistoryIcon aria-hidden />
          </IconButton>
        </DialogTrigger>
        <SheetContent side="left" title="Conversations" className="p-3">
          <History currentId={conversationId} onOpen={() => setIsHistoryOpen(false)} />
        </SheetContent>
      </Dialog>
      <h1 className="min-w-0 flex-1 truncate font-medium text-sm">
        {conversation?.title ?? 'New conversation'}
      </h1>
      {pictureCount > 0 && (
        <Dialog open={props.arePicturesOpen} onOpenChange={props.onPictures}>
          <DialogTrigger asChild>
            <Button size="sm" variant="ghost" className="xl:hidden">
              <ImagesIcon aria-hidden /> {pictureCount}
              <span className="sr-only"> pictures</span>
            </Button>
          </DialogTrigger>
          <SheetContent side="bottom" title="Pictures">
            <div className="overflow-y-auto p-3">{props.children}</div>
          </SheetContent>
        </Dialog>
      )}
      {conversation && <ExportConversation id={conversation.id} />}
    </div>
  )
}
