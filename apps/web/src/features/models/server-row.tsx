'use client'
/** One server: what it is, which model answers, and how to let go of it. */
import type { ReasoningServer } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Trash2Icon } from 'lucide-react'
import { formatBytes } from '../image-detail/image-words.ts'
import type { HoldAction } from './use-servers.ts'

interface ServerRowProps {
  server: ReasoningServer
  isBusy: boolean
  /** Its model stays in memory for ever. */
  isHeld: boolean
  /** Null where the environment names it. */
  onRemove: (() => void) | null
  /** Only Ollama takes a wish about its memory. */
  onHold: (action: HoldAction) => void
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

/** As much as a deep reading takes: its picture, what is said about it, and the answer. */
const ENOUGH_TOKENS = 8192

/** Null where the context is long enough, or not known. */
function describeContext({ kind, models }: ReasoningServer): string | null {
  const tokens = models.find(({ isInUse }) => isInUse)?.contextTokens ?? null
  if (tokens === null || tokens >= ENOUGH_TOKENS) return null
  const what = `It has room for ${tokens.toLocaleString('en')} tokens, which is too few for deep readings and long conversations.`
  return kind === 'ollama' ? `${what} Start Ollama with OLLAMA_CONTEXT_LENGTH=16384.` : what
}

function Hold({ isHeld, isBusy, onHold }: Pick<ServerRowProps, 'isHeld' | 'isBusy' | 'onHold'>) {
  return (
    <>
      <Button size="sm" busy={isBusy} aria-pressed={isHeld} onClick={() => onHold(isHeld ? 'unpin' : 'pin')}>
        {isHeld ? 'Kept loaded' : 'Keep loaded'}
      </Button>
      <Button size="sm" busy={isBusy} onClick={() => onHold('eject')}>
        Unload
      </Button>
    </>
  )
}

export function ServerRow({ server, isBusy, isHeld, onRemove, onHold }: ServerRowProps) {
  const { url, kind, problem, hasApiKey } = server
  const context = describeContext(server)
  return (
    <li className="flex min-w-0 flex-col gap-2 border-line border-t pt-3 first:border-0 first:pt-0">
      <div className="flex flex-wrap items-center gap-2">
        <h4 className="mr-auto font-medium text-ink text-sm [overflow-wrap:anywhere]">{url}</h4>
        {hasApiKey && <Badge tone="neutral">with a key</Badge>}
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
      {context !== null && <p className="text-sm text-warning-ink">{context}</p>}
      <div className="flex flex-wrap gap-2">
        {kind === 'ollama' && problem === null && <Hold isHeld={isHeld} isBusy={isBusy} onHold={onHold} />}
        {onRemove && (
          <Button size="sm" variant="ghost" busy={isBusy} aria-label={`Remove ${url}`} onClick={onRemove}>
            <Trash2Icon aria-hidden /> Remove
          </Button>
        )}
      </div>
    </li>
  )
}
