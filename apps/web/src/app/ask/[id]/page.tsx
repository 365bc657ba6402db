import { ConversationId, TurnId } from '@vitrine/contracts'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { AskPage } from '~/features/ask/ask-page.tsx'

export const metadata: Metadata = { title: 'Ask' }

const Id = z.coerce.number().pipe(ConversationId)
const Turn = z.coerce.number().pipe(TurnId).nullable().catch(null)

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, unknown>>
}

export default async function Page({ params, searchParams }: PageProps) {
  const id = Id.safeParse((await params).id)
  if (!id.success) notFound()
  const turnId = Turn.parse((await searchParams).turn)
  return <AskPage key={id.data} conversationId={id.data} turnId={turnId} />
}
