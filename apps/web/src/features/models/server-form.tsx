'use client'
/** Naming a server: its address, a key where it wants one, and a try before it is used. */
import type { ReasoningServer } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Field, Input } from '@vitrine/ui/input'
import { type FormEvent, useState } from 'react'

interface ServerFormProps {
  isTrying: boolean
  isBusy: boolean
  /** What answered at the address last; null before a try. */
  found: ReasoningServer | null
  onTry: (trial: { url: string; apiKey?: string }) => void
  /** The form is emptied when `done` is called. */
  onAdd: (server: { url: string; apiKey?: string }, done: () => void) => void
}

/** People type "192.168.1.20:11434" as well. */
export function toAddress(typed: string): string {
  const text = typed.trim().replace(/\/+$/, '')
  return text === '' || /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`
}

export function ServerForm({ isTrying, isBusy, found, onTry, onAdd }: ServerFormProps) {
  const [typed, setTyped] = useState('')
  const [key, setKey] = useState('')
  const url = toAddress(typed)
  const trial = { url, ...(key.trim() === '' ? {} : { apiKey: key.trim() }) }
  const isWrong = url !== '' && !URL.canParse(url)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (url === '' || isWrong) return
    onAdd(trial, () => {
      setTyped('')
      setKey('')
    })
  }
  return (
    <form className="grid gap-3" onSubmit={submit}>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Field
          label="Address of a server"
          hint="For Ollama on this machine: http://127.0.0.1:11434"
          error={isWrong ? 'This is no address.' : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              value={typed}
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              placeholder="http://127.0.0.1:11434"
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Field label="Key" hint="Only where the server wants one.">
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={key}
              autoComplete="off"
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
      </div>
      {found && <Found server={found} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={isBusy} disabled={url === '' || isWrong}>
          Use this server
        </Button>
        <Button busy={isTrying} disabled={url === '' || isWrong} onClick={() => onTry(trial)}>
          Test
        </Button>
      </div>
    </form>
  )
}

function Found({ server: { url, kind, models, problem } }: { server: ReasoningServer }) {
  const used = models.find(({ isInUse }) => isInUse)
  return (
    <p role="status" className="text-sm [overflow-wrap:anywhere]">
      {problem === null ? (
        <span className="text-success-ink">
          {kind ?? 'A server'} answers at {url}
          {used ? ` with ${used.id}.` : '.'}
        </span>
      ) : (
        <span className="text-danger-ink">{problem}</span>
      )}
    </p>
  )
}
