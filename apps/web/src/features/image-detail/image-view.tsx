'use client'
/** An image that is there: the picture with what was found on it, and beside it everything known about it. */
import type { ImageDetail } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { useRouter } from 'next/navigation'
import { type CSSProperties, useRef, useState } from 'react'
import { DeepReading } from '../deep-reading/deep-reading.tsx'
import { type FormerOverlay, TwoReadings } from '../readings/two-readings.tsx'
import { searchHref, useSearchState } from '../search/search-state.ts'
import { KeptList } from '../tools/kept-list.tsx'
import { ToolsPanel } from '../tools/tools-panel.tsx'
import { type Tools, useTools } from '../tools/use-tools.ts'
import { VideoPanel } from '../video/video-panel.tsx'
import { Captions } from './captions.tsx'
import { CollectionEditor } from './collection-editor.tsx'
import { Colours, FileFacts, Warnings } from './facts.tsx'
import { type Findings, placeOf } from './findings.ts'
import { ObjectsFound, TextFound } from './found-lists.tsx'
import { ImageState } from './image-states.tsx'
import { ImageToolbar } from './image-toolbar.tsx'
import { Kind } from './judgement.tsx'
import { Notes } from './notes.tsx'
import { ProvenancePanel } from './provenance-panel.tsx'
import { reveal } from './reveal.ts'
import { SimilarStrip } from './similar-strip.tsx'
import { Stage, type StageHandle } from './stage.tsx'
import { TagEditor } from './tag-editor.tsx'
import { useImageFate } from './use-image-actions.ts'
import { useImageKeys } from './use-image-keys.ts'
import { type Marks, useMarks } from './use-marks.ts'
import { useNeighbours } from './use-neighbours.ts'

interface PanelProps {
  image: ImageDetail
  findings: Findings
  marks: Marks
  tools: Tools
  onReveal: (id: number) => void
  fate: ReturnType<typeof useImageFate>
  overlay: FormerOverlay
}

/** The column beside the picture; below it on a phone. */
function Panel({ image, findings, marks, tools, onReveal, fate, overlay }: PanelProps) {
  const former = image.deletedAt === null ? image.former : null
  const panel = useRef<HTMLElement>(null)
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label="About this image"
      className={cn(
        'bg-surface outline-none lg:w-96 lg:shrink-0 lg:overflow-y-auto lg:border-line lg:border-l',
        // Two readings stand beside each other.
        former && 'lg:w-120',
      )}
    >
      <ImageState image={image} fate={fate} />
      {former && (
        <TwoReadings
          imageId={image.id}
          former={former}
          overlay={overlay}
          onDecided={() => panel.current?.focus()}
        />
      )}
      <VideoPanel image={image} />
      <Captions image={image} findings={findings} />
      <DeepReading image={image} />
      {image.deletedAt === null && <ToolsPanel image={image} tools={tools} onReveal={onReveal} />}
      <KeptList image={image} marks={marks} onReveal={onReveal} />
      <ObjectsFound marks={marks} onReveal={onReveal} />
      <TextFound image={image} marks={marks} onReveal={onReveal} />
      <TagEditor image={image} />
      <CollectionEditor image={image} />
      <Notes image={image} />
      <Kind kind={findings.kind} />
      <Warnings image={image} />
      <Colours image={image} />
      <SimilarStrip id={image.id} />
      <FileFacts image={image} />
      <ProvenancePanel annotations={image.annotations} />
    </aside>
  )
}

/** On a phone the stage is as tall as the picture is at full width, and not much more than half the screen. */
function stageShape(image: ImageDetail): CSSProperties & Record<'--shape', number> {
  return { '--shape': image.height / image.width }
}

/** The page for an image whose record has arrived. */
export function ImageView({ image }: { image: ImageDetail }) {
  const { query, sort } = useSearchState()
  const search = { query, sort }
  const router = useRouter()
  const stage = useRef<StageHandle>(null)
  const { findings, marks } = useMarks(image, query)
  const tools = useTools(image)
  const neighbours = useNeighbours(image.id, search)
  const fate = useImageFate(image.id)
  const [isFormerShown, setIsFormerShown] = useState(false)
  const trash = () => {
    // The next one's address is taken before this one leaves the search.
    const { next, goNext } = neighbours
    fate.trash(() => (next === null ? undefined : goNext()))
  }
  const toggle = (what: 'objects' | 'text') => () =>
    marks.setShown({ ...marks.shown, [what]: !marks.shown[what] })

  const onReveal = (id: number) => {
    const place = placeOf(findings, id) ?? tools.marks.find((mark) => mark.id === id)?.box
    if (stage.current && place) reveal(stage.current, place)
  }

  useImageKeys({
    ArrowLeft: neighbours.goPrevious,
    ArrowRight: neighbours.goNext,
    '+': () => void stage.current?.zoomIn(),
    '=': () => void stage.current?.zoomIn(),
    '-': () => void stage.current?.zoomOut(),
    '0': () => void stage.current?.resetTransform(),
    o: toggle('objects'),
    t: toggle('text'),
    f: () => setIsFormerShown(image.former !== null && !isFormerShown),
    Escape: () => {
      if (tools.stepBack()) return
      if (marks.activeId === null) router.push(searchHref(search))
      else marks.pin(null)
    },
    ...(image.deletedAt === null ? { Delete: trash } : {}),
  })

  return (
    <div className="flex flex-col lg:-mb-(--dock-room) lg:h-[calc(100dvh-var(--header-height))] lg:flex-row lg:overflow-hidden">
      <div className="flex min-w-0 flex-1 flex-col">
        <ImageToolbar
          image={image}
          search={search}
          neighbours={neighbours}
          region={tools.region.box}
          fate={fate}
          onTrash={trash}
        />
        <div
          className="relative h-[min(62dvh,calc(100vw*var(--shape)+3.5rem))] min-h-72 lg:h-auto lg:flex-1"
          style={stageShape(image)}
        >
          <Stage
            key={image.id}
            image={image}
            marks={marks}
            tools={tools}
            former={isFormerShown ? image.former : null}
            handle={stage}
            onSwipe={(to) => (to === 'next' ? neighbours.goNext() : neighbours.goPrevious())}
          />
        </div>
      </div>
      {/* What is being typed belongs to one image: another one starts anew. */}
      <Panel
        key={image.id}
        image={image}
        findings={findings}
        marks={marks}
        tools={tools}
        onReveal={onReveal}
        fate={fate}
        overlay={{ isShown: isFormerShown, setIsShown: setIsFormerShown }}
      />
    </div>
  )
}
