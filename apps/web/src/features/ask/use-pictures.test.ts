import { useQueryClient } from '@tanstack/react-query'
import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { TRPCReactProvider, useTRPC } from '~/trpc/client.tsx'
import { makeDetail } from '../image-detail/image-fixture.ts'
import { usePictures } from './use-pictures.ts'

afterEach(cleanup)

function setUp() {
  const view = renderHook(
    ({ ids }: { ids: number[] }) => ({
      pictures: usePictures(ids),
      queryClient: useQueryClient(),
      trpc: useTRPC(),
    }),
    { wrapper: TRPCReactProvider, initialProps: { ids: [] as number[] } },
  )
  const { queryClient, trpc } = view.result.current
  for (const id of [7, 8])
    queryClient.setQueryData<unknown>(trpc.images.byId.queryKey({ id }), makeDetail({ id }))
  return view
}

it('gives the same pictures for as long as none of them changed', () => {
  const { result, rerender } = setUp()
  rerender({ ids: [7, 8, 7] })
  const before = result.current.pictures
  rerender({ ids: [7, 8] })
  expect([...before.keys()]).toEqual([7, 8])
  expect(result.current.pictures).toBe(before)
})

it('gives others once one came or changed', () => {
  const { result, rerender } = setUp()
  rerender({ ids: [7] })
  const before = result.current.pictures
  rerender({ ids: [7, 8] })
  expect([...result.current.pictures.keys()]).toEqual([7, 8])
  expect(result.current.pictures).not.toBe(before)
})
