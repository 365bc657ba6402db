import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { retryFailed } from './retry-failed.ts'

it('asks again for what failed and is on the page, and for nothing else', async () => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const asked: string[] = []
  let isDown = true
  const watch = (name: string, answers: () => boolean) => {
    const observer = new QueryObserver(queryClient, {
      queryKey: [name],
      queryFn: async () => {
        asked.push(name)
        if (!answers()) throw new Error('Nobody answers.')
        return name
      },
    })
    return observer.subscribe(() => undefined)
  }
  const stop = [watch('failed', () => !isDown), watch('read', () => true)]
  watch('gone', () => !isDown)()
  await expect.poll(() => queryClient.isFetching()).toBe(0)
  isDown = false
  asked.length = 0
  retryFailed(queryClient)
  await expect.poll(() => queryClient.getQueryData(['failed'])).toBe('failed')
  expect(asked).toEqual(['failed'])
  for (const end of stop) end()
})
