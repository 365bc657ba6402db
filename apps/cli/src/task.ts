/** `vitrine task od photo.jpg`: one vision task on one picture, nothing stored. */
import path from 'node:path'
import {
  type Box,
  boundingBox,
  RegionText,
  SHORT_TASK_NAMES,
  TASK_INPUT,
  type TaskName,
  type TaskResponse,
  taskOfName,
} from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode, UsageError } from './exit.ts'
import { requirePath } from './files.ts'
import type { Io } from './io.ts'
import { formatTable, printable } from './text.ts'

export interface TaskRequest {
  /** A short or full name. */
  task: string
  file: string
  phrase?: string | undefined
  /** `x,y,width,height`, 0..1. */
  region?: string | undefined
  json: boolean
}

/** For the help: what can be asked, by its short name where it has one. */
export const TASK_HELP = `
Tasks:
  caption, detailed-caption, more-detailed-caption
  ${Object.entries(SHORT_TASK_NAMES)
    .map(([short, full]) => `${short.padEnd(16)} ${full}${needs(full)}`)
    .join('\n  ')}
  ocr, ocr-with-region

A region is four shares of the picture, 0 to 1: --region 0.1,0.2,0.3,0.4 begins a tenth from the
left and a fifth from the top, and is three tenths wide and four tenths high.`

function needs(task: TaskName): string {
  const needed = TASK_INPUT[task]
  return needed === 'none' ? '' : ` (--${needed})`
}

export async function runTask(io: Io, client: Client, request: TaskRequest): Promise<ExitCode> {
  const { task, fields } = readRequest(request)
  const full = await requirePath(request.file, 'file')
  const answer = await client.runTask(task, { path: full, fileName: path.basename(full), fields })
  for (const warning of answer.warnings) io.err(printable(warning))
  io.out(request.json ? JSON.stringify(answer, null, 2) : describeAnswer(answer, io.columns))
  return EXIT.done
}

/** Throws `UsageError`, so that nothing is sent that can't be answered. */
function readRequest({ task: name, phrase, region }: TaskRequest) {
  const task = taskOfName(name)
  if (task === null)
    throw new UsageError(`There is no task called "${name}"; vitrine task --help lists them.`)
  const needed = TASK_INPUT[task]
  if (needed === 'phrase' && !phrase?.trim())
    throw new UsageError(`The task ${name} needs --phrase "what to look for".`)
  if (needed === 'region' && region === undefined)
    throw new UsageError(`The task ${name} needs --region x,y,width,height, each from 0 to 1.`)
  const box = region === undefined ? null : RegionText.safeParse(region)
  if (box?.success === false) throw new UsageError(box.error.issues[0]?.message ?? 'That is no region.')
  return {
    task,
    fields: { ...(phrase?.trim() ? { phrase } : {}), ...(region === undefined ? {} : { region }) },
  }
}

/** What a person wants to see: a text, or a table of what is where. */
export function describeAnswer({ result }: TaskResponse, columns: number): string {
  switch (result.type) {
    case 'text':
      return result.text === '' ? NOTHING : result.text.split('\n').map(printable).join('\n')
    case 'detections':
      return table(
        result.detections.map(({ label, box, score }) => ({ box, score, label })),
        columns,
      )
    case 'text-regions':
      return table(
        result.textRegions.map(({ text, quad, score }) => ({ box: boundingBox(quad), score, label: text })),
        columns,
      )
    case 'regions':
      return table(
        result.regions.map((box) => ({ box, label: '' })),
        columns,
      )
    case 'polygons':
      return table(
        result.instances.map(({ label, polygons }) => ({
          box: boundingBox(polygons.flat()),
          label: `${label} (outline of ${polygons.reduce((sum, one) => sum + one.length, 0)} points)`,
        })),
        columns,
      )
    case 'kind':
      return [
        `${result.kind.kind} (${percent(result.kind.score)})`,
        ...result.kind.evidence.map((line) => `  ${printable(line)}`),
      ].join('\n')
    case 'embedding':
      return `${result.embedding.dimensions} numbers in the space ${result.embedding.space}; --json prints them.`
  }
}

const NOTHING = 'Nothing was found.'

interface Row {
  box: Box
  label: string
  score?: number | undefined
}

function table(rows: readonly Row[], columns: number): string {
  if (rows.length === 0) return NOTHING
  const cells = rows.map(({ box, label, score }) => [
    ...[box.x, box.y, box.width, box.height].map(share),
    score === undefined ? '' : percent(score),
    label.trim(),
  ])
  return formatTable(['X', 'Y', 'WIDTH', 'HEIGHT', 'SCORE', 'WHAT'], cells, columns)
}

const share = (value: number) => value.toFixed(3)
const percent = (value: number) => `${Math.round(value * 100)} %`
