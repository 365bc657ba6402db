'use client'
/** Has the picture written as a web page: a conversation about it, whose answer has a preview. */
import { useMutation } from '@tanstack/react-query'
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { toast } from '@vitrine/ui/toast'
import { CodeIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTRPC } from '~/trpc/client.tsx'
import { conversationHref } from '../ask/ask-links.ts'
import { messageOf } from '../live/error-message.ts'
import { CODE_REQUESTS, type CodeStyle } from './code-requests.ts'

const STYLES: readonly CodeStyle[] = ['tailwind', 'html']

export function WriteAsCode({ image }: { image: Pick<ImageDetail, 'id'> }) {
  const trpc = useTRPC()
  const router = useRouter()
  const send = useMutation(
    trpc.ask.send.mutationOptions({
      onSuccess: ({ conversationId }) => router.push(conversationHref(conversationId)),
      onError: (error) => void toast.error(messageOf(error)),
    }),
  )
  const ask = (style: CodeStyle) =>
    send.mutate({
      conversationId: null,
      parentId: null,
      question: CODE_REQUESTS[style].question,
      pictures: [{ imageId: image.id, region: null }],
    })
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" busy={send.isPending}>
          <CodeIcon aria-hidden /> Write as code
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {STYLES.map((style) => (
          <DropdownMenuItem key={style} onSelect={() => ask(style)}>
            {CODE_REQUESTS[style].label}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
