import type { Metadata } from 'next'
import { z } from 'zod'
import { picturesFromText } from '~/features/ask/ask-links.ts'
import { AskPage } from '~/features/ask/ask-page.tsx'

export const metadata: Metadata = { title: 'Ask' }

const Params = z.object({ pictures: z.string().max(2000).catch(''), search: z.string().max(2000).catch('') })

interface PageProps {
  searchParams: Promise<Record<string, unknown>>
}

export default async function Page({ searchParams }: PageProps) {
  const { pictures, search } = Params.parse(await searchParams)
  // Another start is another question: what was written for the last one is not taken over.
  return (
    <AskPage
      key={`${pictures} ${search}`}
      conversationId={null}
      pictures={picturesFromText(pictures)}
      search={search}
    />
  )
}
