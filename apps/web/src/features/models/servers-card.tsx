'use client'
/** Servers that speak the OpenAI way: type an address, and they answer questions and read deeply. */
import type { ServersReport } from '@vitrine/contracts'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { Select } from '@vitrine/ui/select'
import { messageOf } from '../live/error-message.ts'
import { ServerForm } from './server-form.tsx'
import { ServerRow } from './server-row.tsx'
import { namedIn, type Servers, useServers } from './use-servers.ts'

/** No model is called so. */
const AUTOMATIC = ''

function ModelChoice({ report, servers }: { report: ServersReport; servers: Servers }) {
  const candidates = report.servers.flatMap(({ models }) =>
    models.filter(({ takesPictures }) => takesPictures !== false),
  )
  const labels = new Map(
    candidates.map(({ id, takesPictures }) => [id, takesPictures ? id : `${id} (may take no pictures)`]),
  )
  if (labels.size < 2 && report.model === null) return null
  if (report.model !== null && !labels.has(report.model)) labels.set(report.model, report.model)
  const options = [
    { value: AUTOMATIC, label: 'Each server’s first that takes pictures' },
    ...[...labels].map(([value, label]) => ({ value, label })),
  ]
  return (
    <div className="grid max-w-md gap-1.5">
      <label htmlFor="server-model" className="font-medium text-ink text-sm">
        Model
      </label>
      <Select
        id="server-model"
        value={report.model ?? AUTOMATIC}
        options={options}
        disabled={report.isFixed || servers.isBusy}
        onChange={(model) =>
          servers.choose({ servers: namedIn(report), model: model === AUTOMATIC ? null : model })
        }
      />
    </div>
  )
}

function Named({ report, servers }: { report: ServersReport; servers: Servers }) {
  const { isFixed, model } = report
  const named = namedIn(report)
  return (
    <>
      {report.servers.length > 0 && (
        <ul aria-label="Servers" className="flex flex-col gap-3">
          {report.servers.map((server) => (
            <ServerRow
              key={server.url}
              server={server}
              isBusy={servers.isBusy}
              isHeld={report.isHeld}
              onHold={servers.hold}
              onRemove={
                isFixed
                  ? null
                  : () => servers.choose({ servers: named.filter(({ url }) => url !== server.url), model })
              }
            />
          ))}
        </ul>
      )}
      {report.servers.length > 0 && <ModelChoice report={report} servers={servers} />}
      {isFixed ? (
        <p className="text-ink-soft text-sm">
          These are set by <code className="text-xs">VITRINE_REASONING_URLS</code>. Take it out of the
          settings to choose here.
        </p>
      ) : (
        <ServerForm
          isBusy={servers.isBusy}
          isTrying={servers.attempt.isPending}
          found={servers.attempt.data ?? null}
          onTry={(trial) => servers.attempt.mutate(trial)}
          onAdd={(added, done) =>
            servers.choose({ servers: [...named.filter(({ url }) => url !== added.url), added], model }, done)
          }
        />
      )}
    </>
  )
}

export function ServersCard() {
  const servers = useServers()
  const { data, isPending, error } = servers.report
  return (
    <Card id="servers" aria-label="Servers" className="scroll-mt-20">
      <CardHeader
        title="Servers"
        description="Ollama, vLLM, llama-server, LM Studio or any server that speaks the OpenAI way, on this machine or in your network. Pictures that are asked about are sent to it."
      />
      <CardBody className="flex flex-col gap-4">
        {isPending && <p className="text-ink-soft text-sm">Asking the servers…</p>}
        {error && !data && (
          <p role="alert" className="text-danger-ink text-sm">
            {messageOf(error)}
          </p>
        )}
        {data && <Named report={data} servers={servers} />}
      </CardBody>
    </Card>
  )
}
