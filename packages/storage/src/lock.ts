/** One at a time in a folder, told by a file that names who is in it. */
import { open, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import { AppError } from '@vitrine/contracts'
import * as z from 'zod'
import { hasCode, isMissing } from './file-error.ts'

const Holder = z.object({ host: z.string(), pid: z.int().positive() })

/**
 * Runs `work` while no other process does in this folder. A lock whose process is gone is taken over.
 * @throws AppError `conflict` while another one is at work
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await takeLock(file)
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function takeLock(file: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (await create(file)) return
    await clearStale(file)
  }
  throw inUse(file)
}

async function create(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    try {
      await handle.writeFile(JSON.stringify({ host: os.hostname(), pid: process.pid }))
    } finally {
      await handle.close()
    }
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

async function clearStale(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return ''
    throw error
  })
  // Cut short by a crash: whoever was writing it is gone.
  const holder = text.endsWith('}') ? Holder.safeParse(JSON.parse(text)).data : undefined
  if (holder && (holder.host !== os.hostname() || isRunning(holder.pid))) throw inUse(file, holder)
  await rm(file, { force: true })
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 is none: it only asks.
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

function inUse(file: string, holder?: z.infer<typeof Holder>): AppError {
  const who = holder ? ` (process ${holder.pid} on ${holder.host})` : ''
  return new AppError('conflict', `Another backup is being made into this folder${who}.`, {
    suggestion: `Wait until it is done. If there is none any more, delete ${file}.`,
  })
}
