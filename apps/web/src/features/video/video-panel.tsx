'use client'
/** The video that an image is a keyframe of: it plays from here, and its keyframes are its timeline. */
import { formatClock, type ImageDetail, type VideoInfo } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { MessageCircleQuestionIcon, SparklesIcon } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type RefObject, useEffect, useRef, useState } from 'react'
import { askHref } from '../ask/ask-links.ts'
import { bytesUrl, downloadUrl } from '../image-detail/image-urls.ts'
import { PanelSection } from '../image-detail/panel-section.tsx'
import { SourceBadge } from '../image-detail/source-badge.tsx'
import { imageHref, useSearchState } from '../search/search-state.ts'
import { framesToAsk, piecesOf, placesOf } from './timeline.ts'
import { useSequence } from './use-sequence.ts'

interface PlayerProps {
  image: ImageDetail
  atSeconds: number
  player: RefObject<HTMLVideoElement | null>
}

/** Plays from where the keyframe is seen; nothing is fetched but its head until somebody plays it. */
function Player({ image, atSeconds, player }: PlayerProps) {
  const [isUnplayable, setIsUnplayable] = useState(false)
  const bytes = bytesUrl({ id: image.id, version: 1 }, 'original')
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: recordings that people drop in bring no captions; what is seen is described beside it. */}
      <video
        ref={player}
        src={`${bytes}#t=${atSeconds}`}
        poster={bytesUrl(image, 'preview')}
        controls
        preload="none"
        playsInline
        onError={() => setIsUnplayable(true)}
        aria-label={`${image.fileName}, from ${formatClock(atSeconds)}`}
        className="max-h-80 w-full rounded-lg bg-black"
      />
      {isUnplayable && (
        <p role="alert" className="text-ink-soft text-sm">
          This browser can’t play this video.{' '}
          <a href={downloadUrl(image)} className="text-accent-ink underline underline-offset-4">
            Download it
          </a>{' '}
          to watch it elsewhere.
        </p>
      )}
    </>
  )
}

/** Where in the video its keyframes stand, to scale. */
function Timeline({ video, imageId }: { video: VideoInfo; imageId: number }) {
  const { query, sort } = useSearchState()
  const here = useRef<HTMLLIElement>(null)
  // In braces: newer browsers answer with a promise, which React would take for what is to be called at the end.
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [])
  return (
    <>
      <div aria-hidden className="relative h-2 rounded-full bg-track">
        {placesOf(video).map(({ id, share }) => (
          <span
            key={id}
            className={cn(
              'absolute top-0 h-2 w-1 -translate-x-1/2 rounded-full bg-ink-faint',
              id === imageId && 'bg-accent',
            )}
            style={{ left: `${share * 100}%` }}
          />
        ))}
      </div>
      <ol aria-label="Keyframes" className="flex gap-2 overflow-x-auto p-1 pb-2">
        {video.frames.map((frame) => {
          const isHere = frame.id === imageId
          const time = formatClock(frame.atSeconds)
          return (
            <li key={frame.id} ref={isHere ? here : null} className="w-28 shrink-0">
              <Link
                href={imageHref(frame.id, { query, sort })}
                aria-current={isHere ? 'true' : undefined}
                aria-label={[time, frame.caption].filter(Boolean).join(', ')}
                title={frame.caption}
                className="block"
              >
                <img
                  src={bytesUrl(frame, 'thumbnail')}
                  alt=""
                  loading="lazy"
                  className={cn(
                    'h-16 w-28 max-w-none rounded-lg bg-track object-cover',
                    isHere && 'outline-2 outline-accent outline-offset-2',
                  )}
                />
                <span className="mt-1 block text-center text-ink-soft text-xs tabular-nums">{time}</span>
              </Link>
            </li>
          )
        })}
      </ol>
    </>
  )
}

/** What was read, its times to be pressed. */
function Reading({
  text,
  video,
  onSeek,
}: {
  text: string
  video: VideoInfo
  onSeek(atSeconds: number): void
}) {
  return (
    <p className="whitespace-pre-line text-pretty text-ink [overflow-wrap:anywhere]">
      {piecesOf(text, video).map(({ start, text: piece, atSeconds }) =>
        atSeconds === null ? (
          <Fragment key={start}>{piece}</Fragment>
        ) : (
          <button
            key={start}
            type="button"
            aria-label={`Play from ${piece}`}
            onClick={() => onSeek(atSeconds)}
            className="text-accent-ink tabular-nums underline underline-offset-4"
          >
            {piece}
          </button>
        ),
      )}
    </p>
  )
}

interface SequenceProps {
  image: ImageDetail
  video: VideoInfo
  onSeek(atSeconds: number): void
}

/** What happens in the video as a whole, and how to have it read. */
function Sequence({ image, video, onSeek }: SequenceProps) {
  const sequence = useSequence(image.id)
  return (
    <div className="flex flex-col gap-2">
      {video.reading ? (
        <>
          <Reading text={video.reading.text} video={video} onSeek={onSeek} />
          <SourceBadge source={video.reading.source} />
        </>
      ) : (
        <p className="text-ink-soft text-sm">
          The video has not been read as a whole yet. That happens by itself when a model for deep readings is
          here.
        </p>
      )}
      {image.deletedAt === null && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" busy={sequence.isBusy} onClick={sequence.read}>
            <SparklesIcon aria-hidden /> {video.reading ? 'Read the video again' : 'Read the video'}
          </Button>
          <Button size="sm" asChild>
            <Link
              href={askHref({ pictures: framesToAsk(video).map((imageId) => ({ imageId, region: null })) })}
            >
              <MessageCircleQuestionIcon aria-hidden /> Ask about the video
            </Link>
          </Button>
        </div>
      )}
    </div>
  )
}

/** Nothing for an image that is no keyframe. */
export function VideoPanel({ image }: { image: ImageDetail }) {
  const { video, atSeconds } = image
  const player = useRef<HTMLVideoElement>(null)
  const seek = (toSeconds: number) => {
    if (!player.current) return
    player.current.currentTime = toSeconds
    // Who may not play without being asked shows the moment, at least; a file that can't be played says so itself.
    player.current.play().catch(() => undefined)
  }
  if (!video || atSeconds === null) return null
  const { frames, durationSeconds } = video
  const length = durationSeconds === null ? '' : `${formatClock(durationSeconds)}, `
  return (
    <PanelSection
      title="Video"
      aside={
        <span className="text-ink-soft text-xs tabular-nums">
          {length}
          {frames.length === 1 ? '1 keyframe' : `${frames.length} keyframes`}
        </span>
      }
    >
      <div className="flex flex-col gap-3">
        {/* Another keyframe is another place to begin at. */}
        <Player key={image.id} image={image} atSeconds={atSeconds} player={player} />
        <Timeline video={video} imageId={image.id} />
        <Sequence image={image} video={video} onSeek={seek} />
      </div>
    </PanelSection>
  )
}
