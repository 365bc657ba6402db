import { Spinner } from '@vitrine/ui/spinner'

export default function Loading() {
  return (
    <div className="grid min-h-[60dvh] flex-1 place-items-center">
      <Spinner label="Loading" className="size-6 text-ink-faint" />
    </div>
  )
}
