'use client'
/** Before the first question: what can be asked here, by what answers and what the library holds. */
import { useQuery } from '@tanstack/react-query'
import type { AskEngines } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { MessageCircleQuestionIcon } from 'lucide-react'
import Link from 'next/link'
import { useTRPC } from '~/trpc/client.tsx'
import { isIndexOnly } from './engine-words.ts'
import { type Example, exampleQuestions, type LibraryFacts } from './example-questions.ts'

interface WelcomeProps {
  engines: AskEngines | null
  pictureCount: number
  onExample: (example: Example) => void
}

const NOTHING: LibraryFacts = { kinds: new Map(), objects: [] }

function useLibraryFacts(): LibraryFacts {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.search.facets.queryOptions({ query: '', names: ['kind', 'object'] }))
  if (!data) return NOTHING
  const valuesOf = (name: string) => data.facets.find((facet) => facet.name === name)?.values ?? []
  return {
    kinds: new Map(valuesOf('kind').map(({ value, count }) => [value, count.value])),
    objects: valuesOf('object').map(({ value }) => value),
  }
}

export function Welcome({ engines, pictureCount, onExample }: WelcomeProps) {
  const facts = useLibraryFacts()
  const isIndex = engines !== null && isIndexOnly(engines)
  return (
    <section className="mx-auto flex w-full max-w-2xl flex-1 flex-col items-center justify-center gap-5 px-4 py-10 text-center">
      <MessageCircleQuestionIcon aria-hidden className="size-9 text-ink-faint" />
      <div className="grid gap-2">
        <h2 className="font-semibold text-2xl text-ink tracking-tight">Ask your pictures</h2>
        <p className="text-pretty text-ink-soft text-sm">
          {isIndex ? (
            <>
              No model is here yet, so the index answers: it counts, finds and quotes what was read and
              detected.{' '}
              <Link
                href="/models"
                className="text-accent-ink underline underline-offset-4 hover:no-underline"
              >
                Download a model or name a server
              </Link>{' '}
              for everything beyond that.
            </>
          ) : (
            'Pick pictures, drop or paste new ones, or ask about the whole library.'
          )}
        </p>
      </div>
      <ul aria-label="Examples" className="grid w-full gap-2 sm:grid-cols-2">
        {exampleQuestions(facts, pictureCount, isIndex).map((example) => (
          <li key={example.question}>
            <Button
              variant="secondary"
              className="h-auto w-full justify-start whitespace-normal py-2.5 text-left"
              onClick={() => onExample(example)}
            >
              {example.question}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
