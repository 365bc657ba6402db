'use client'
/** Uploads outlive pages: they live in the layout, and every page may start one. */
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { useTRPCClient } from '~/trpc/client.tsx'
import { createFileHasher } from './hash-file.ts'
import { filesOfPaste, isMeant } from './pick-files.ts'
import { discardUpload, sendFile } from './send-file.ts'
import { noUploads, summariseUploads, type UploadState } from './upload-state.ts'
import { Uploader } from './uploader.ts'

/** Where files come from when a person asks for them. */
export type PickerKind = 'files' | 'folder' | 'camera'

interface UploadContextValue {
  uploader: Uploader
  /** Takes files in, but for what systems strew into folders. */
  addFiles: (files: readonly File[]) => void
  /** Opens the system's picker. */
  pick: (kind: PickerKind) => void
}

const UploadContext = createContext<UploadContextValue | null>(null)

/** The uploads and the ways to start one. */
export function useUploads(): UploadContextValue {
  const value = useContext(UploadContext)
  if (!value) throw new Error('useUploads needs an UploadProvider above it.')
  return value
}

/** How the uploads are, as they change. */
export function useUploadState(): UploadState {
  const { uploader } = useUploads()
  return useSyncExternalStore(uploader.subscribe, uploader.getState, () => noUploads)
}

export function UploadProvider({ children }: { children: ReactNode }) {
  const client = useTRPCClient()
  const [uploader] = useState(
    () =>
      new Uploader({
        hash: createFileHasher(),
        send: sendFile,
        discard: (url) => discardUpload(url).catch(reportError),
        findKnown: async (sha256) => {
          const id = (await client.images.known.query({ sha256s: [sha256] }))[sha256]
          if (id === undefined) return null
          // What is known may lie in the trash; handing it in again means that it is wanted.
          const { ids } = await client.images.restore.mutate({ ids: [id] })
          return { id, restored: ids.includes(id) }
        },
      }),
  )
  const inputs = {
    files: useRef<HTMLInputElement>(null),
    folder: useRef<HTMLInputElement>(null),
    camera: useRef<HTMLInputElement>(null),
  }
  const { files, folder, camera } = inputs
  const value = useMemo<UploadContextValue>(() => {
    const refs = { files, folder, camera }
    return {
      uploader,
      addFiles: (added) => uploader.add(added.filter(isMeant)),
      pick: (kind) => refs[kind].current?.click(),
    }
  }, [uploader, files, folder, camera])

  usePaste(value.addFiles)
  useLeaveWarning(uploader)
  return (
    <UploadContext value={value}>
      {children}
      <PickerInput ref={files} label="Choose files to upload" onFiles={value.addFiles} />
      <PickerInput ref={folder} label="Choose a folder to upload" isFolder onFiles={value.addFiles} />
      <PickerInput ref={camera} label="Take a photo to upload" isCamera onFiles={value.addFiles} />
    </UploadContext>
  )
}

interface PickerInputProps {
  ref: RefObject<HTMLInputElement | null>
  label: string
  isFolder?: boolean
  isCamera?: boolean
  onFiles: (files: readonly File[]) => void
}

// No `accept` but for the camera: what a file is, the server decides by its content.
function PickerInput({ ref, label, isFolder = false, isCamera = false, onFiles }: PickerInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label={label}
      multiple={!isCamera}
      {...(isFolder ? { webkitdirectory: '' } : {})}
      {...(isCamera ? { accept: 'image/*', capture: 'environment' as const } : {})}
      onChange={({ currentTarget }) => {
        onFiles([...(currentTarget.files ?? [])])
        // The same file may be chosen again.
        currentTarget.value = ''
      }}
    />
  )
}

function usePaste(addFiles: (files: readonly File[]) => void) {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = filesOfPaste(event.clipboardData, new Date())
      if (files.length === 0) return
      event.preventDefault()
      addFiles(files)
    }
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [addFiles])
}

function useLeaveWarning(uploader: Uploader) {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      const { running, waiting } = summariseUploads(uploader.getState())
      if (running + waiting > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', onLeave)
    return () => window.removeEventListener('beforeunload', onLeave)
  }, [uploader])
}
