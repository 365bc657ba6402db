'use client'
/** A conversation as a file, or as a link for others on this network. */
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { toast } from '@vitrine/ui/toast'
import { DownloadIcon, LinkIcon, Share2Icon } from 'lucide-react'
import { useTRPCClient } from '~/trpc/client.tsx'
import { copyText } from '../image-detail/copy-text.ts'
import { messageOf } from '../live/error-message.ts'
import { saveFile } from '../tools/export-files.ts'
import { conversationHref } from './ask-links.ts'

export function ExportConversation({ id }: { id: number }) {
  const client = useTRPCClient()
  const save = (format: 'md' | 'json') =>
    client.ask.export.query({ id, format }).then(
      ({ fileName, mediaType, text }) => saveFile(new Blob([text], { type: mediaType }), fileName),
      (error: unknown) => void toast.error('It could not be exported', { description: messageOf(error) }),
    )
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost">
          <Share2Icon aria-hidden /> Share
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem
          onSelect={() => void copyText(new URL(conversationHref(id), window.location.href).href, 'Link')}
        >
          <LinkIcon aria-hidden /> Copy a link for the team
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void save('md')}>
          <DownloadIcon aria-hidden /> Save as Markdown
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void save('json')}>
          <DownloadIcon aria-hidden /> Save as JSON, all branches
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
