/** `vitrine analyze photo.jpg`: one image read, nothing stored. */
import path from 'node:path'
import { type AnalyzeResponse, joinText } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { requirePath } from './files.ts'
import type { Io } from './io.ts'
import { printable } from './text.ts'

export async function analyze(
  io: Io,
  client: Client,
  { file, json }: { file: string; json: boolean },
): Promise<ExitCode> {
  const full = await requirePath(file, 'file')
  const answer = await client.analyze({ path: full, fileName: path.basename(full) })
  io.out(json ? JSON.stringify(answer, null, 2) : describeAnalysis(answer))
  return EXIT.done
}

/** What a person wants to know, a line each; the JSON form has the rest. */
export function describeAnalysis({
  fileName,
  perception,
  triage,
  reading,
  readingStatus,
}: AnalyzeResponse): string {
  const { size, kind, detections, textRegions, colours, timings, engine, warnings } = perception
  const text = joinText(textRegions)
  const lines: [string, string][] = [
    ['File', `${fileName}, ${size.width} × ${size.height}`],
    ['Caption', perception.caption],
    ['Detail', perception.detailedCaption],
    [
      'Kind',
      `${kind.kind} (${percent(kind.score)})${kind.evidence.length > 0 ? `: ${kind.evidence.join(', ')}` : ''}`,
    ],
    ['Objects', countLabels(detections.map(({ label }) => label)) || 'none recognised'],
    ['Colours', colours.map(({ name, share }) => `${name} ${percent(share)}`).join(', ')],
    ['Triage', triage.explanation],
    ['Reading', reading ? reading.reading : READING[readingStatus]],
    ['Engine', `${engine}, ${(timings.totalMs / 1000).toFixed(2)} s`],
    ...warnings.map((warning): [string, string] => ['Note', warning]),
  ]
  const body = lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(8)} ${printable(value)}`)
  return [...body, ...describeText(text)].join('\n')
}

const READING: Record<AnalyzeResponse['readingStatus'], string> = {
  done: '',
  'not-needed': 'not needed',
  'no-reasoning-engine': 'wanted, but there is no reasoning engine here',
  failed: 'failed; the log of the web app says why',
}

function describeText(text: string): string[] {
  if (text === '') return ['Text     none found']
  return ['Text', ...text.split('\n').map((line) => `  ${printable(line)}`)]
}

function countLabels(labels: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].map(([label, number]) => (number > 1 ? `${label} × ${number}` : label)).join(', ')
}

const percent = (share: number) => `${Math.round(share * 100)} %`
