/** One of two readings: who said it, and what it says, with what only this one has marked. */
import type { StageOneReading } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { VisuallyHidden } from '@vitrine/ui/visually-hidden'
import type { ReactNode } from 'react'
import type { LabelCount } from '../image-detail/found-lists.tsx'
import { formatInstant, formatScore, kindNames } from '../image-detail/image-words.ts'
import type { Stretch } from './mark-words.ts'
import { engineNames, modelsOf } from './readings-words.ts'

export type Side = 'former' | 'present'

const words: Record<Side, { title: string; only: string; sign: string }> = {
  former: { title: 'Former', only: 'only in the former reading', sign: '−' },
  present: { title: 'New, in effect', only: 'only in the new reading', sign: '+' },
}

/** A text in stretches; `same` where it would only repeat the former's. */
export type Stretches = readonly Stretch[] | 'same'

/** What the columns show besides the reading itself. */
export interface ColumnProps {
  side: Side
  reading: StageOneReading
  caption: Stretches
  detailedCaption: Stretches
  /** Objects that only this reading has, and those of both. */
  own: readonly LabelCount[]
  shared: readonly LabelCount[]
}

/** More models than this are told when someone asks. */
const FEW_MODELS = 2

function Models({ reading }: Pick<ColumnProps, 'reading'>) {
  const models = modelsOf(reading)
  const list = (
    <ul aria-label="Models" className="mt-1 flex flex-col gap-1 text-ink-faint text-xs">
      {models.map(({ name, tasks }) => (
        <li key={name} className="[overflow-wrap:anywhere]">
          {name} <span className="text-ink-soft">({tasks})</span>
        </li>
      ))}
    </ul>
  )
  if (models.length <= FEW_MODELS) return list
  return (
    <details className="text-xs">
      <summary className="w-fit cursor-pointer rounded-xs py-1 text-ink-faint hover:text-ink">
        {models.length} models
      </summary>
      {list}
    </details>
  )
}

function Head({ side, reading }: Pick<ColumnProps, 'side' | 'reading'>) {
  return (
    <header className="min-w-0">
      <h3 className="font-semibold text-sm">{words[side].title}</h3>
      <p className="text-ink-soft text-sm">
        {engineNames[reading.engine]}
        {reading.captionKind === 'template' && ' · template'}
      </p>
      <p className="text-ink-faint text-xs">{formatInstant(reading.readAt)}</p>
      <Models reading={reading} />
    </header>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-0.5 text-ink-faint text-xs">{title}</h4>
      {children}
    </div>
  )
}

/** The new one's words are not said twice where they are the former's. */
function Words({ side, stretches }: { side: Side; stretches: Stretches }) {
  const Mark = side === 'former' ? 'del' : 'ins'
  const look =
    side === 'former'
      ? 'rounded-xs bg-danger-soft text-danger-ink decoration-danger-ink/50'
      : 'rounded-xs bg-success-soft text-success-ink decoration-success-ink/50 underline-offset-2'
  if (stretches === 'same') return <p className="text-ink-faint text-sm">The same.</p>
  if (stretches.length === 0) return <p className="text-ink-faint text-sm">Nothing was written.</p>
  return (
    <p className="text-pretty text-sm [overflow-wrap:anywhere]">
      {stretches.map(({ text, isMarked }, index) => (
        // Stretches have no identity but their place.
        <span key={`${index}:${text}`}>
          {index > 0 && ' '}
          {isMarked ? <Mark className={look}>{text}</Mark> : text}
        </span>
      ))}
    </p>
  )
}

const countWords = ({ label, count }: LabelCount) => (count > 1 ? `${count} × ${label}` : label)

function Objects({ side, own, shared }: Pick<ColumnProps, 'side' | 'own' | 'shared'>) {
  if (own.length + shared.length === 0) return <p className="text-ink-faint text-sm">None.</p>
  return (
    <ul className="flex flex-wrap gap-1">
      {own.map((each) => (
        <li key={`own ${each.label}`} className="max-w-full">
          <Badge tone={side === 'former' ? 'danger' : 'success'} className="max-w-full whitespace-normal">
            <span aria-hidden>{words[side].sign}</span>
            {countWords(each)}
            <VisuallyHidden>, {words[side].only}</VisuallyHidden>
          </Badge>
        </li>
      ))}
      {shared.map((each) => (
        <li key={`shared ${each.label}`} className="max-w-full">
          <Badge className="max-w-full whitespace-normal">
            {countWords(each)}
            <VisuallyHidden>, in both</VisuallyHidden>
          </Badge>
        </li>
      ))}
    </ul>
  )
}

/** Its rows stand beside those of the other reading; on a narrow screen the readings follow each other. */
export function ReadingColumn(props: ColumnProps) {
  const { side, reading } = props
  return (
    <article
      aria-label={`${words[side].title} reading`}
      className="row-span-5 grid min-w-0 content-start gap-y-3 @sm:grid-rows-subgrid @max-sm:border-line @max-sm:border-l-2 @max-sm:pl-3"
    >
      <Head side={side} reading={reading} />
      <Part title="Caption">
        <Words side={side} stretches={props.caption} />
      </Part>
      <Part title="In detail">
        <Words side={side} stretches={props.detailedCaption} />
      </Part>
      <Part title="Objects">
        <Objects side={side} own={props.own} shared={props.shared} />
      </Part>
      <Part title="Kind">
        <p className="text-sm">
          {kindNames[reading.kind.kind]}{' '}
          <span className="text-ink-faint text-xs tabular-nums">{formatScore(reading.kind.score)}</span>
        </p>
        {reading.warnings.map((warning) => (
          <p key={warning} className="mt-1 text-warning-ink text-xs">
            {warning}
          </p>
        ))}
      </Part>
    </article>
  )
}
