import { Button } from '@vitrine/ui/button'
import { EmptyState } from '@vitrine/ui/empty-state'
import { MapPinOff } from 'lucide-react'
import Link from 'next/link'

export default function NotFound() {
  return (
    <EmptyState
      heading="h1"
      icon={<MapPinOff />}
      title="There is nothing at this address"
      action={
        <Button asChild variant="primary">
          <Link href="/">Go to the gallery</Link>
        </Button>
      }
    >
      The image may have been deleted, or the address has a slip in it.
    </EmptyState>
  )
}
