/** The pictures of a question: ids, names of what is there, or files, which are sent first. */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, ErrorCode } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { findPicture } from './find-picture.ts'
import type { Io } from './io.ts'
import { printable } from './text.ts'

const POLL_MS = 500
/** How long the reading of a new picture is waited for: the index answers from nothing else, and a model does better. */
const PATIENCE_MS = 60_000

/** Image ids in the order of their names. Throws AppErrors. */
export async function resolvePictures(io: Io, client: Client, names: readonly string[]): Promise<number[]> {
  const ids: number[] = []
  for (const name of names) ids.push(...(await resolve(io, client, name)))
  return ids
}

async function resolve(io: Io, client: Client, name: string): Promise<number[]> {
  const file = path.resolve(name)
  if (/^\d+$/.test(name) || !(await isFile(file))) return [await findPicture(client, name)]
  const { items } = await client.upload({ path: file, fileName: path.basename(file) })
  const ids: number[] = []
  for (const item of items) {
    if (item.outcome === 'rejected')
      throw new AppError(
        ErrorCode.catch('bad-request').parse(item.code),
        `${printable(item.fileName)}: ${printable(item.reason)}`,
      )
    if (item.outcome === 'created') await untilRead(io, client, item)
    ids.push(item.id)
  }
  return ids
}

const isFile = (file: string) =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  )

async function untilRead(io: Io, client: Client, { id, fileName }: { id: number; fileName: string }) {
  const name = printable(fileName)
  io.err(`${name} is picture ${id} now; reading it…`)
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(POLL_MS)) {
    const { status } = await client.image(id)
    if (status !== 'queued' && status !== 'perceiving') return
  }
  io.err(`${name} is not read yet: the answer may know little of it.`)
}
