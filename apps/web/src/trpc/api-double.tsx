/**
 * Renders a feature with everything around it that the page gives: query cache, tRPC, URL state, router.
 * Only the network is replaced: procedures answer from a table, and what they were asked is kept.
 */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { AppError } from '@vitrine/contracts'
import { TooltipProvider } from '@vitrine/ui/tooltip'
import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import type { ReactNode } from 'react'
import type { AppRouter } from '~/server/api/root.ts'
import { TRPCProvider } from './client.tsx'
import { Feed } from './feed.ts'

/** What a procedure answers, by path: `images.byId`. A thrown error is the answer's error; a Feed is a subscription. */
export type Answers = Record<string, (input: unknown) => unknown>

/** A call that was made. */
export interface Call {
  path: string
  input: unknown
}

/** A link that answers from the table, in the next microtask, and keeps the calls. A feed tells until who asked leaves. */
function answeringLink(answers: Answers, calls: Call[]): TRPCLink<AppRouter> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        calls.push({ path: op.path, input: op.input })
        let leave = () => {}
        let hasLeft = false
        Promise.resolve(op.input)
          .then((input) => {
            const answer = answers[op.path]
            if (!answer) throw new Error(`The test gives no answer to ${op.path}.`)
            return answer(input)
          })
          .then(
            (data) => {
              if (data instanceof Feed) {
                if (hasLeft) return
                leave = data.listen({
                  next: (value) => observer.next({ result: { type: 'data', data: value } }),
                  end: () => observer.complete(),
                })
                return
              }
              observer.next({ result: { data } })
              observer.complete()
            },
            (error: unknown) => observer.error(asClientError(error, op.path)),
          )
        return () => {
          hasLeft = true
          leave()
        }
      })
}

/** As the server sends an AppError; anything else as if no answer had come. */
function asClientError(error: unknown, path: string): TRPCClientError<AppRouter> {
  if (!(error instanceof AppError)) return TRPCClientError.from(new Error(String(error)))
  const data = { code: error.code, httpStatus: error.status, path, appError: error.toWire().error }
  return TRPCClientError.from({ error: { code: -32_000, message: error.message, data } })
}

/** A router that only notes where it is sent. */
function notingRouter(visits: string[]): AppRouterInstance {
  const go = (href: string) => void visits.push(href)
  const nothing = () => undefined
  return {
    push: go,
    replace: go,
    back: nothing,
    forward: nothing,
    refresh: nothing,
    prefetch: nothing,
    experimental_gesturePush: nothing,
    bfcacheId: '',
  }
}

interface RenderOptions {
  answers?: Answers
  /** The URL: `?q=dog`. */
  searchParams?: string
  pathname?: string
}

/** Renders and returns what the test looks at: the calls made, the addresses visited, the query strings set. */
export function renderWithApi(
  ui: ReactNode,
  { answers = {}, searchParams = '', pathname = '/' }: RenderOptions = {},
) {
  const calls: Call[] = []
  const visits: string[] = []
  const queryStrings: string[] = []
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const trpcClient = createTRPCClient<AppRouter>({ links: [answeringLink(answers, calls)] })
  const view = render(
    <AppRouterContext.Provider value={notingRouter(visits)}>
      <PathnameContext.Provider value={pathname}>
        <NuqsTestingAdapter
          searchParams={searchParams}
          hasMemory
          onUrlUpdate={({ queryString }) => void queryStrings.push(queryString)}
        >
          <QueryClientProvider client={queryClient}>
            <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
              <TooltipProvider>{ui}</TooltipProvider>
            </TRPCProvider>
          </QueryClientProvider>
        </NuqsTestingAdapter>
      </PathnameContext.Provider>
    </AppRouterContext.Provider>,
  )
  return {
    ...view,
    calls,
    visits,
    queryStrings,
    queryClient,
    /** The inputs a procedure was called with, in order. */
    callsTo: (path: string) => calls.filter((call) => call.path === path).map((call) => call.input),
  }
}
