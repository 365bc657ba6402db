'use client'
/** Every annotation's source, to open when someone wants to know: engine, model, revision, dtype, device, task, time. */
import type { Annotation, AnnotationBody } from '@vitrine/contracts'
import { ChevronRightIcon } from 'lucide-react'
import { formatInstant } from './image-words.ts'
import { groupProvenance, type ProvenanceRow } from './provenance.ts'

const typeNames: Record<AnnotationBody['type'], string> = {
  caption: 'Caption',
  'detailed-caption': 'Detailed caption',
  detection: 'Objects',
  'text-region': 'Text regions',
  kind: 'Kind',
  reading: 'Deep reading',
  field: 'Fields',
  table: 'Tables',
  mask: 'Masks',
  region: 'Regions',
}

/** What there is to say of a source, name by name. */
function describe({ source, at }: ProvenanceRow): [string, string][] {
  const when: [string, string] = ['Time', formatInstant(at)]
  if (source.by === 'person') return [['Person', source.name], when]
  const { model, engine, task, promptVersion } = source
  return [
    ['Engine', engine],
    ['Model', model.id],
    ['Revision', model.revision],
    ['Dtype', model.dtype],
    ['Device', model.device],
    ['Task', task],
    ...(promptVersion === undefined ? [] : [['Prompt', promptVersion] satisfies [string, string]]),
    when,
  ]
}

/** A disclosure, closed at first. */
export function ProvenancePanel({ annotations }: { annotations: readonly Annotation[] }) {
  if (annotations.length === 0) return null
  return (
    <details className="group border-line border-t px-4 py-4">
      <summary className="flex min-h-8 list-none items-center gap-1.5 rounded-md font-semibold text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRightIcon aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        Where all this comes from
      </summary>
      <ul aria-label="Sources" className="mt-2 flex flex-col gap-4">
        {groupProvenance(annotations).map((row) => (
          <li key={row.key}>
            <h3 className="font-medium text-sm">
              {typeNames[row.what]}
              {row.isKept && <span className="font-normal text-ink-faint">, kept from a tool</span>}
              {row.count > 1 && <span className="font-normal text-ink-faint"> × {row.count}</span>}
            </h3>
            <dl className="mt-1 grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
              {describe(row).map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-ink-faint">{name}</dt>
                  <dd className="text-ink-soft [overflow-wrap:anywhere]">{value}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </details>
  )
}
