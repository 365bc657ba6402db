import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { ImageId } from '@vitrine/contracts'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { ImagePage } from '~/features/image-detail/image-page.tsx'
import { getQueryClient, trpc } from '~/trpc/server.ts'

interface PageProps {
  params: Promise<{ id: string }>
}

const Params = z.object({ id: z.coerce.number().pipe(ImageId) })

/** The image, read once for title and page; undefined where it could not be read (the page then says why). */
async function prefetchImage(params: PageProps['params']) {
  const parsed = Params.safeParse(await params)
  if (!parsed.success) notFound()
  const queryClient = getQueryClient()
  const options = trpc.images.byId.queryOptions(parsed.data)
  await queryClient.prefetchQuery(options)
  return { id: parsed.data.id, image: queryClient.getQueryData(options.queryKey), queryClient }
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { image } = await prefetchImage(params)
  return { title: image?.fileName ?? 'Image' }
}

export default async function Page({ params }: PageProps) {
  const { id, queryClient } = await prefetchImage(params)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ImagePage id={id} />
    </HydrationBoundary>
  )
}
