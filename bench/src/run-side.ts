/** Runs one side of a benchmark in a process of its own, so that its memory is its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'

export interface Side<T> {
  command: string
  parameters: readonly string[]
  cwd: string
  /** Of the last line that it prints. */
  schema: z.ZodType<T>
}

export async function runSide<T>({ command, parameters, cwd, schema }: Side<T>): Promise<T> {
  const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`${path.basename(command)} ${parameters.join(' ')} ended with ${code}.`)
  return schema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''))
}
