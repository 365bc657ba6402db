'use client'
/** One server: what it is, which model answers, and how to let go of it. */
import type { ReasoningServer } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Trash2Icon } from 'lucide-react'
import { formatBytes } from '../image-detail/image-words.ts'

interface ServerRowProps {
  server: ReasoningServer
  isBusy: boolean
  /** Null where the environment names it. */
  onRemove: (() => void) | null
  /** Only Ollama takes a wish about its memory. */
  onHold: (isHeld: boolean) => void
}

const kindNames: Record<string, string> = {
  ollama: 'Ollama',
  vllm: 'vLLM',
  'llama-server': 'llama-server',
  'lm-studio': 'LM Studio',
  'openai-compatible': 'OpenAI-compatible',
}

/** "qwen2.5vl:7b, loaded (5.6 GB)". */
function describeModel({ models }: ReasoningServer): string {
  const used = models.find(({ isInUse }) => isInUse)
  if (!used) return 'No model that takes pictures.'
  const size = used.memoryBytes === null ? '' : ` (${formatBytes(used.memoryBytes)})`
  if (used.isLoaded === null) return used.id
  return `${used.id}, ${used.isLoaded ? `loaded${size}` : 'not loaded: the first question takes longer'}`
}

export function ServerRow({ server, isBusy, onRemove, onHold }: ServerRowProps) {
  const { url, kind, problem } = server
  return (
    <li className="flex min-w-0 flex-col gap-2 border-line border-t pt-3 first:border-0 first:pt-0">
      <div className="flex flex-wrap items-center gap-2">
        <h4 className="mr-auto font-medium text-ink text-sm [overflow-wrap:anywhere]">{url}</h4>
        {kind !== null && <Badge tone="neutral">{kindNames[kind] ?? kind}</Badge>}
        <Badge tone={problem === null ? 'success' : 'danger'}>
          {problem === null ? 'answers' : 'problem'}
        </Badge>
      </div>
      {problem === null ? (
        <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">{describeModel(server)}</p>
      ) : (
        <p className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {kind === 'ollama' && problem === null && (
          <>
            <Button size="sm" busy={isBusy} onClick={() => onHold(true)}>
              Keep loaded
            </Button>
            <Button size="sm" busy={isBusy} onClick={() => onHold(false)}>
              Unload
            </Button>
          </>
        )}
        {onRemove && (
          <Button size="sm" variant="ghost" busy={isBusy} aria-label={`Remove ${url}`} onClick={onRemove}>
            <Trash2Icon aria-hidden /> Remove
          </Button>
        )}
      </div>
    </li>
  )
}
