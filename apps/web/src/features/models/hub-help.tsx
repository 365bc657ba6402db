'use client'
/** Getting weights onto a machine that the hub can't be reached from. */
import type { ModelsReport, Weights } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { TriangleAlert } from 'lucide-react'
import { firstSentence } from './read-report.ts'

export interface HubHelpProps {
  hub: ModelsReport['hub']
  /** Whether something that was wanted of it did not come. */
  isWanted: boolean
  isBuiltinReading: boolean
  offlineFolder: string | undefined
  /** Those to name in the example. */
  weights: Pick<Weights, 'repository'> | null
  isRescanning: boolean
  onRescan: () => void
}

/** Said once for the whole page; open by itself while the hub does not answer. */
export function HubHelp(props: HubHelpProps) {
  const { hub } = props
  if (!props.isWanted)
    return (
      <details className="text-sm">
        <summary className="w-fit cursor-pointer text-ink-soft hover:text-ink">
          No internet on this machine?
        </summary>
        <Ways {...props} />
      </details>
    )
  return (
    <section
      aria-label="The hub does not answer"
      className="rounded-xl border border-line bg-warning-soft px-4 py-3 text-sm sm:px-5"
    >
      <h2 className="flex items-center gap-2 font-semibold text-warning-ink">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        The model hub can’t be reached
      </h2>
      <p role="alert" className="mt-1 text-ink [overflow-wrap:anywhere]">
        {firstSentence(hub.problem ?? `${hub.url} does not answer.`)}
      </p>
      <Ways {...props} />
    </section>
  )
}

function Ways({ hub, isBuiltinReading, offlineFolder, weights, isRescanning, onRescan }: HubHelpProps) {
  return (
    <div className="mt-2 grid gap-3 text-ink-soft">
      <p>
        {isBuiltinReading ? 'Pictures are read with the builtin engine meanwhile. ' : ''}Any of these helps:
      </p>
      <ul className="grid list-disc gap-2 pl-5 [overflow-wrap:anywhere]">
        <li>
          <strong className="font-medium text-ink">A mirror.</strong> Set <Code>HF_ENDPOINT</Code> to its
          address and start Vitrine again. Now it is <Code>{hub.url}</Code>.
        </li>
        <li>
          <strong className="font-medium text-ink">A proxy.</strong> Set <Code>HTTPS_PROXY</Code> to its
          address and start Vitrine again.
        </li>
        {offlineFolder !== undefined && (
          <li>
            <strong className="font-medium text-ink">By hand.</strong> Download the files of{' '}
            <Code>{weights?.repository ?? 'the repository'}</Code> on another machine and put them, in the
            same layout, into <Code>{`${offlineFolder}/${weights?.repository ?? ''}`}</Code>. They are noticed
            by themselves.
          </li>
        )}
      </ul>
      <div>
        <Button size="sm" busy={isRescanning} onClick={onRescan}>
          Look for files now
        </Button>
      </div>
    </div>
  )
}

function Code({ children }: { children: string }) {
  return <code className="rounded-sm bg-sunken px-1 py-0.5 text-ink text-xs">{children}</code>
}
