'use client'
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { Camera, FolderUp, ImageUp, Upload } from 'lucide-react'
import { useCatalogImport } from '../csv-import/use-catalog-import.tsx'
import { useUploads } from './upload-provider.tsx'

/** The button that opens the pickers; on phones it shows its icon only. */
export function UploadMenu() {
  const { pick } = useUploads()
  const catalog = useCatalogImport()
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="primary" className="max-sm:size-9 max-sm:px-0" aria-label="Upload">
            <Upload aria-hidden />
            <span className="max-sm:hidden">Upload</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => pick('files')}>
            <ImageUp aria-hidden />
            Files…
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => pick('folder')}>
            <FolderUp aria-hidden />
            Folder…
          </DropdownMenuItem>
          <DropdownMenuItem className="hidden pointer-coarse:flex" onSelect={() => pick('camera')}>
            <Camera aria-hidden />
            Take a photo…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          {catalog.item}
          <DropdownMenuSeparator />
          <p className="max-w-60 px-2 pt-1.5 pb-1 text-ink-faint text-xs leading-relaxed">
            Or drop files anywhere, or paste a picture.
          </p>
        </DropdownMenuContent>
      </DropdownMenu>
      {catalog.dialog}
    </>
  )
}
