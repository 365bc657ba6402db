'use client'
/** What the chosen tool is given, and the button that asks it. */
import { Button } from '@vitrine/ui/button'
import { Field, Input, Textarea } from '@vitrine/ui/input'
import { Spinner } from '@vitrine/ui/spinner'
import { CircleAlertIcon, SquareDashedIcon } from 'lucide-react'
import Link from 'next/link'
import type { FormEvent } from 'react'
import { describeBox } from './region-geometry.ts'
import { needsOf } from './tool-list.ts'
import type { Tools } from './use-tools.ts'

function Unavailable({ reason }: { reason: string }) {
  return (
    <p role="status" className="flex items-start gap-2 rounded-md bg-sunken px-3 py-2 text-ink-soft text-sm">
      <CircleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        {reason}{' '}
        <Link href="/models" className="text-accent-ink underline underline-offset-4">
          See Models
        </Link>
      </span>
    </p>
  )
}

function PhraseField({ tools }: { tools: Tools }) {
  const { tool, phrase, setPhrase } = tools
  if (tool.task === 'phrase-grounding')
    return (
      <Field label="Caption to ground">
        {(ids) => (
          <Textarea
            {...ids}
            value={phrase}
            maxLength={2000}
            onChange={(event) => setPhrase(event.target.value)}
          />
        )}
      </Field>
    )
  return (
    <Field label={`What to ${tool.verb.toLowerCase()}`}>
      {(ids) => (
        <Input
          {...ids}
          value={phrase}
          maxLength={2000}
          placeholder="the red mug"
          autoComplete="off"
          enterKeyHint="go"
          onChange={(event) => setPhrase(event.target.value)}
        />
      )}
    </Field>
  )
}

function RegionField({ tools }: { tools: Tools }) {
  const { region } = tools
  if (!region.box)
    return (
      <div className="flex flex-wrap items-center gap-2 text-ink-soft text-sm">
        <p className="min-w-0 flex-1">Drag a box over the picture, or place one and move it by key.</p>
        <Button size="sm" onClick={region.place}>
          <SquareDashedIcon aria-hidden /> Place a box
        </Button>
      </div>
    )
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <p className="min-w-0 flex-1 text-ink-soft">
        <span className="text-ink">Box:</span> {describeBox(region.box)}.
      </p>
      {!region.isDrawing && (
        <Button size="sm" variant="ghost" onClick={region.draw}>
          Change
        </Button>
      )}
    </div>
  )
}

function RunButtons({ tools }: { tools: Tools }) {
  if (tools.isRunning)
    return (
      <div className="flex items-center justify-between gap-2">
        <span className="flex items-center gap-2 text-ink-soft text-sm">
          <Spinner /> Running…
        </span>
        <Button size="sm" onClick={tools.cancel}>
          Cancel
        </Button>
      </div>
    )
  return (
    <Button type="submit" variant="primary" className="self-start" disabled={!tools.canRun}>
      {tools.tool.verb}
    </Button>
  )
}

/** Enter in the field asks. */
export function ToolForm({ tools }: { tools: Tools }) {
  const needed = needsOf(tools.tool)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    tools.run()
  }
  return (
    <form aria-label={tools.tool.name} className="mt-4 flex flex-col gap-3" onSubmit={onSubmit}>
      <p className="text-pretty text-ink-soft text-sm">{tools.tool.does}</p>
      {tools.unavailable !== null && <Unavailable reason={tools.unavailable} />}
      {needed === 'phrase' && <PhraseField tools={tools} />}
      {needed === 'region' && <RegionField tools={tools} />}
      <RunButtons tools={tools} />
    </form>
  )
}
