'use client'
/** HTML that a model wrote, shown beside the picture it was written from: in a frame that may do nothing. */
import { useQuery } from '@tanstack/react-query'
import { Button } from '@vitrine/ui/button'
import { Dialog, DialogContent, DialogTrigger } from '@vitrine/ui/dialog'
import { Spinner } from '@vitrine/ui/spinner'
import { EyeIcon } from 'lucide-react'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useTRPC, useTRPCClient } from '~/trpc/client.tsx'
import { bytesUrl } from '../image-detail/image-urls.ts'
import { messageOf } from '../live/error-message.ts'

/** The picture that code is compared with. */
export interface PreviewPicture {
  id: number
  version: number
  fileName: string
}

const PictureContext = createContext<PreviewPicture | null>(null)

/** Says which picture the code beneath it was written from. */
export function PreviewPictureProvider({
  picture,
  children,
}: {
  picture: PreviewPicture | null
  children: ReactNode
}) {
  return <PictureContext value={picture}>{children}</PictureContext>
}

/** Without any of the rights a frame can be given: no scripts, no forms, no origin, nothing that opens. */
function Frame({ page }: { page: string }) {
  return (
    <iframe
      title="The page as the code draws it"
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={page}
      // A page without a background of its own is white, as in a browser.
      className="h-[60dvh] w-full rounded-lg border border-line bg-white"
    />
  )
}

function Preview({ code }: { code: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const picture = useContext(PictureContext)
  const preview = useQuery({
    queryKey: [...trpc.code.preview.mutationKey(), code],
    queryFn: () => client.code.preview.mutate({ html: code }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div className="grid gap-4 md:grid-cols-[repeat(auto-fit,minmax(20rem,1fr))]">
      {picture && (
        <figure className="min-w-0">
          <img
            src={bytesUrl(picture, 'preview')}
            alt={`The picture: ${picture.fileName}`}
            className="max-h-[60dvh] w-full rounded-lg border border-line bg-sunken object-contain"
          />
        </figure>
      )}
      {preview.isPending && (
        <p role="status" className="flex items-center gap-2 text-ink-soft text-sm">
          <Spinner className="size-4" /> Preparing the page…
        </p>
      )}
      {preview.isError && (
        <p role="alert" className="text-danger-ink text-sm">
          {messageOf(preview.error)}
        </p>
      )}
      {preview.data !== undefined && <Frame page={preview.data} />}
    </div>
  )
}

/** Opens the preview; nothing is prepared before that. */
export function CodePreview({ code }: { code: string }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost">
          <EyeIcon aria-hidden /> Preview
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Preview"
        description="The code runs nothing and loads nothing from elsewhere; pictures it names are left out."
        className="w-[min(80rem,calc(100vw-2rem))]"
      >
        {isOpen && <Preview code={code} />}
      </DialogContent>
    </Dialog>
  )
}
