/** `vitrine models list|use|cancel|remove`: the weights that are here or can be had. */
import { AppError, type ModelsReport, type Weights, type WeightsKey } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { formatBytes, formatTable, printable } from './text.ts'

export async function listModels(io: Io, client: Client, { json }: { json: boolean }): Promise<ExitCode> {
  const report = await client.models.report()
  io.out(json ? JSON.stringify(report, null, 2) : describeModels(report, io.columns))
  if (json) return EXIT.done
  io.err(
    printable(`Runs on ${report.devices.chosen ?? 'a device that is not chosen yet'}. ${report.devices.why}`),
  )
  const problems = [report.hub.problem, ...report.weights.map(({ problem }) => problem)]
  for (const problem of new Set(problems)) if (problem) io.err(printable(problem))
  return EXIT.done
}

/** A line for each set of weights. */
export function describeModels({ weights }: ModelsReport, columns: number): string {
  if (weights.length === 0) return 'There are no weights to be had here.'
  const rows = weights.map((one) => [
    one.key,
    describeState(one),
    formatBytes(one.downloadBytes),
    formatBytes(one.memoryBytes),
    one.licence,
    [
      one.title,
      ...(one.isInUse && one.state === 'present' ? ['in use'] : []),
      ...(one.isRecommended ? ['recommended'] : []),
    ].join(', '),
  ])
  return formatTable(['KEY', 'STATE', 'SIZE', 'MEMORY', 'LICENCE', 'WHAT'], rows, columns)
}

function describeState({ state, place, progress }: Weights): string {
  if (state === 'downloading' && progress && progress.totalBytes > 0)
    return `downloading ${Math.floor((100 * progress.receivedBytes) / progress.totalBytes)} %`
  if (state === 'present' && place === 'folder') return 'in the folder'
  return state
}

const DONE = {
  use: ({ engine, title }: Weights) => `The ${engine} engine now runs ${title}.`,
  cancel: ({ title }: Weights) => `The download of ${title} is stopped. What was fetched stays.`,
  remove: ({ title }: Weights) => `${title} is removed.`,
}

/** One change to one set of weights. */
export async function changeModel(
  io: Io,
  client: Client,
  { verb, key, json }: { verb: keyof typeof DONE; key: WeightsKey; json: boolean },
): Promise<ExitCode> {
  const weights = await client.models[verb](key)
  io.out(json ? JSON.stringify(weights, null, 2) : printable(DONE[verb](weights)))
  return EXIT.done
}

/** The weights of that key; `not-found` names those there are. */
export async function findWeights(client: Client, key: WeightsKey): Promise<Weights> {
  const { weights } = await client.models.report()
  const found = weights.find((one) => one.key === key)
  if (found) return found
  const keys = weights.map((one) => one.key).join(', ')
  throw new AppError('not-found', `There are no weights called ${key}.`, {
    ...(keys === '' ? {} : { suggestion: `There are: ${keys}.` }),
  })
}
