'use client'
/** Deep readings on the Models page: which server makes them and how it is, or how to set one. */
import { useQuery } from '@tanstack/react-query'
import type { EngineHealth, ModelStatus } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { useTRPC } from '~/trpc/client.tsx'
import { FactGrid } from '../system/fact-list.tsx'
import { engineTones } from '../system/system-words.ts'

/** Servers come and go without an event. */
const REFRESH_MS = 10_000

const engineTitles: Partial<Record<EngineHealth['engine'], string>> = {
  openai: 'Server that speaks the OpenAI way',
  'qwen2-vl': 'Qwen2-VL',
  gguf: 'llama.cpp',
}

interface EngineProps {
  engine: EngineHealth
  models: readonly ModelStatus[]
}

function ReasoningEngine({ engine, models }: EngineProps) {
  return (
    <li className="flex min-w-0 flex-col gap-2 border-line border-t pt-3 first:border-0 first:pt-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-medium text-ink">{engineTitles[engine.engine] ?? engine.engine}</h3>
        <Badge tone={engineTones[engine.state]}>{engine.state}</Badge>
      </div>
      {models.length === 0 && <p className="text-ink-soft text-sm">Its model is not known yet.</p>}
      {models.slice(0, 1).map(({ model, residency, detail }) => (
        <div key={model.id} className="flex flex-col gap-1">
          <FactGrid
            facts={[
              { name: 'Model', value: model.id },
              { name: 'Revision', value: model.revision },
              { name: 'Runs', value: model.device === 'remote' ? 'on its server' : model.device },
              { name: 'State', value: residency },
            ]}
          />
          {detail !== undefined && <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">{detail}</p>}
        </div>
      ))}
      {models.length > 1 && (
        <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">
          A conversation can ask another:{' '}
          {models
            .slice(1)
            .map(({ model }) => model.id)
            .join(', ')}
          .
        </p>
      )}
      {engine.lastError !== undefined && (
        <p className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink [overflow-wrap:anywhere]">
          Last error: {engine.lastError}
        </p>
      )}
    </li>
  )
}

/** What to do where no engine reads deeply. */
function HowToSet() {
  return (
    <div className="flex flex-col gap-3 text-ink-soft text-sm">
      <p className="text-pretty">
        Download a Qwen-VL below, or name a server that has one: Ollama, vLLM, llama-server, LM Studio. With
        Ollama on this machine:
      </p>
      <pre className="overflow-x-auto whitespace-pre-wrap rounded-lg bg-sunken px-3 py-2 text-ink text-xs leading-relaxed [overflow-wrap:anywhere]">
        ollama pull qwen2.5vl:7b
      </pre>
      <p className="text-pretty">
        Then type <code className="text-xs">http://127.0.0.1:11434</code> as the address of a server. Pictures
        that wait for a deep reading go first.
      </p>
    </div>
  )
}

/** `models`: all that the report of models knows. */
export function ReasoningCard({ models }: { models: readonly ModelStatus[] }) {
  const trpc = useTRPC()
  const { data: report, isPending } = useQuery(
    trpc.system.report.queryOptions(undefined, { refetchInterval: REFRESH_MS, staleTime: 0 }),
  )
  const engines = report?.sidecar?.engines.filter(({ stages }) => stages.includes('reasoning'))
  return (
    <Card id="reasoning" aria-label="Deep reading" className="scroll-mt-20">
      <CardHeader
        title="Deep reading and questions"
        description="A vision language model reads receipts, forms, tables, charts and crowded pictures in full, and answers what is asked."
        action={engines?.length === 0 ? <Badge tone="warning">no engine</Badge> : undefined}
      />
      <CardBody>
        {isPending && <p className="text-ink-soft text-sm">Looking for engines…</p>}
        {!isPending && (engines ?? []).length === 0 && <HowToSet />}
        {engines && engines.length > 0 && (
          <ul aria-label="Engines for deep reading" className="flex flex-col gap-3">
            {engines.map((engine) => (
              <ReasoningEngine
                key={engine.engine}
                engine={engine}
                models={models.filter((one) => one.engine === engine.engine)}
              />
            ))}
          </ul>
        )}
      </CardBody>
    </Card>
  )
}
