import { toast } from '@vitrine/ui/toast'

/** Puts text on the clipboard; where the browser forbids it (no HTTPS on a LAN address), the old way. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text)
    return
  }
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (!isCopied) throw new Error('The browser did not allow copying.')
}

/** Copies text and says so. */
export function copyText(text: string, what = 'Text'): Promise<void> {
  return writeClipboard(text).then(
    () => void toast.success(`${what} copied.`),
    (error: unknown) => void toast.error(`It could not be copied: ${String(error)}`),
  )
}
