import { formatClock } from '@vitrine/contracts'
import { PlayIcon } from 'lucide-react'

/** On the card of a keyframe: that it is out of a video, and when it is seen there. */
export function VideoBadge({ atSeconds }: { atSeconds: number }) {
  return (
    <span
      aria-hidden
      className="absolute top-1.5 right-1.5 inline-flex items-center gap-1 rounded-full bg-black/60 px-2 py-1 font-medium text-[0.6875rem] text-white tabular-nums leading-none backdrop-blur-sm"
    >
      <PlayIcon className="size-2.5 shrink-0 fill-current" />
      {formatClock(atSeconds)}
    </span>
  )
}
