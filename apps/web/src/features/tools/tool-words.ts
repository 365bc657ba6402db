/** How the tools speak: what was asked, what came of it, what to do about an error. Pure. */
import {
  type AnnotationBody,
  type ErrorCode,
  fieldTitle,
  fieldValueText,
  type TaskInput,
  type TaskName,
} from '@vitrine/contracts'
import { type Tool, toolOf } from './tool-list.ts'
import type { Run, RunFailure } from './tool-runs.ts'

const MAX_PHRASE = 60

const shorten = (text: string) => (text.length <= MAX_PHRASE ? text : `${text.slice(0, MAX_PHRASE - 1)}…`)

/** "Find “the red mug”", "Read a region". */
export function titleOf({ task, input }: { task: TaskName; input: TaskInput }): string {
  const { verb, name } = toolOf(task)
  return input.phrase === undefined ? name : `${verb} “${shorten(input.phrase)}”`
}

const OUTLINE = 'Outline'
const REGION = 'Region'
/** What stands for those that have no name. */
export const NAMELESS: readonly string[] = [OUTLINE, REGION]

/** What stands on a row: the label, or what is said of the place. */
export function textOfBody(body: AnnotationBody): string {
  switch (body.type) {
    case 'detection':
      return body.label
    case 'mask':
      return body.label || OUTLINE
    case 'region':
      return body.text || REGION
    case 'caption':
    case 'detailed-caption':
    case 'text-region':
    case 'reading':
      return body.text
    case 'field':
      return `${fieldTitle(body.name)}: ${fieldValueText(body)}`
    case 'table':
      return body.title
    case 'kind':
      return body.decision.kind
  }
}

/** "Nothing was found.", "1 result.", "3 results." */
export function countResults(count: number): string {
  if (count === 0) return 'Nothing was found.'
  return count === 1 ? '1 result.' : `${count} results.`
}

/** What assistive technology is told of a run. */
export function announce(run: Run | null): string {
  if (!run) return ''
  const title = titleOf(run)
  if (run.outcome.state === 'running') return `${title}: running.`
  // A failure is told by its own alert.
  return run.outcome.state === 'failed' ? '' : `${title}: ${countResults(run.outcome.bodies.length)}`
}

/** What to do about a failure. */
export interface Advice {
  /** What went wrong, in a sentence. */
  message: string
  /** What to do, in a sentence; empty when there is nothing. */
  hint: string
  /** Where to go. */
  link: { href: string; label: string } | null
  canRetry: boolean
}

const MODELS = { href: '/models', label: 'See Models' }
const SYSTEM = { href: '/system', label: 'See System' }

/** By code; other codes have no more to say than their own sentence. */
const HINTS: Partial<Record<ErrorCode, Pick<Advice, 'hint'> & Partial<Advice>>> = {
  'task-unsupported': { hint: 'Florence-2 can do this.', link: MODELS, canRetry: false },
  'no-engine': { hint: 'Florence-2 can do this.', link: MODELS, canRetry: false },
  'engine-busy': { hint: 'Pictures that wait to be read come first. Try again in a moment.' },
  'engine-starting': { hint: 'It will be there in a moment.' },
  'engine-crashed': {
    hint: 'It starts again by itself. If it happens again, the picture may be too much for it.',
  },
  'out-of-memory': { hint: 'A smaller model needs less memory.', link: MODELS },
  'deadline-exceeded': { hint: 'The engine may be busy with other pictures. Try again later.' },
  'sidecar-unreachable': { hint: 'It is started again by itself.', link: SYSTEM },
  'not-found': { hint: '', canRetry: false },
  'undecodable-image': { hint: '', canRetry: false },
  'bad-request': { hint: '', canRetry: false },
}

/** What a person reads of a failure. */
export function adviceFor({ code, message }: RunFailure): Advice {
  const known = code === null ? undefined : HINTS[code]
  return { message, hint: '', link: null, canRetry: true, ...known }
}

/** Why a tool can't run now; null when it can, or when it is not known. */
export function unavailableReason(tool: Tool, available: readonly TaskName[] | undefined): string | null {
  if (available === undefined || available.includes(tool.task)) return null
  return available.length === 0
    ? 'No engine answers at the moment.'
    : 'This needs Florence-2, which is not here yet.'
}
