'use client'
/** The whole page takes files and folders. */
import { ImagePlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDropzone } from 'react-dropzone'
import { useUploads } from './upload-provider.tsx'

export function DropZone({ children }: { children: ReactNode }) {
  const { addFiles } = useUploads()
  const { getRootProps, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    // Pastes are taken from the window, wherever the focus is.
    noPaste: true,
    onDrop: (files) => addFiles(files),
  })
  return (
    <div {...getRootProps({ className: 'flex min-h-dvh flex-col' })}>
      {children}
      {isDragActive ? <DropInvitation /> : null}
    </div>
  )
}

function DropInvitation() {
  return (
    <div className="dialog-overlay pointer-events-none fixed inset-0 z-70 grid place-items-center bg-canvas/85 p-4 backdrop-blur-sm">
      <div className="grid size-full place-items-center rounded-2xl border-2 border-accent border-dashed">
        <div className="grid justify-items-center gap-3 text-center">
          <ImagePlus aria-hidden className="size-10 text-accent-ink" strokeWidth={1.5} />
          <p className="font-semibold text-2xl text-ink tracking-tight">Drop to add to your library</p>
          <p className="text-ink-soft text-sm">Images, folders, PDFs and zip archives</p>
        </div>
      </div>
    </div>
  )
}
