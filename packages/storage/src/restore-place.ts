/** The data folder that a library is restored into: whether it may be, and the last steps. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { hasCode } from './file-error.ts'
import { BLOBS, COMPANIONS, DATABASE, STRANGERS } from './layout.ts'
import type { Manifest } from './manifest.ts'
import { syncFolder } from './sync-folder.ts'

/** Where a library is put together: nothing of it counts before all of it is there. */
export const STAGE = '.restoring'

/** Empty folders, weights and what an interrupted restore has put there may be there; nothing else. */
export async function refuseOccupied(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const names = await readdir(dataDir)
  const allowed = new Set<string>(STRANGERS)
  if (names.includes(STAGE)) {
    for (const name of [STAGE, ...COMPANIONS]) allowed.add(name)
    // Cut off between its last two steps: the blobs are in their place, the database is not.
    if (!existsSync(path.join(dataDir, STAGE, BLOBS))) allowed.add(BLOBS)
  }
  for (const name of names) {
    if (allowed.has(name) || (await isEmptyFolder(path.join(dataDir, name)))) continue
    throw new AppError('conflict', `${dataDir} is not empty: it holds ${name}.`, {
      suggestion: 'Stop Vitrine and move that folder away, or restore into another one: --to <folder>.',
    })
  }
}

async function isEmptyFolder(place: string): Promise<boolean> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOTDIR')) return null
    throw error
  })
  return entries?.every((entry) => entry.isDirectory()) ?? false
}

/** Sooner than after hours of copying. What an interrupted restore has copied already is counted once more. */
export async function refuseTooSmall(dataDir: string, { blobs, database }: Manifest): Promise<void> {
  if (existsSync(path.join(dataDir, STAGE, BLOBS)) || existsSync(path.join(dataDir, BLOBS))) return
  const { bavail, bsize } = await statfs(dataDir)
  const needed = blobs.bytes + database.sizeBytes
  if (bavail * bsize < needed)
    throw new AppError('storage-full', `The disk of ${dataDir} has no room for this backup.`, {
      suggestion: `It takes ${Math.ceil(needed / 1e6)} MB; ${Math.floor((bavail * bsize) / 1e6)} MB are free.`,
    })
}

/** Everything into its place, the database last: with it the folder is a library. */
export async function settle(stage: string, dataDir: string, manifest: Manifest): Promise<void> {
  if (existsSync(path.join(stage, BLOBS))) {
    // What stands there is empty: `refuseOccupied` has seen to that. Renaming over a folder is not possible everywhere.
    await rm(path.join(dataDir, BLOBS), { recursive: true, force: true })
    await rename(path.join(stage, BLOBS), path.join(dataDir, BLOBS))
  }
  for (const file of manifest.files) {
    await mkdir(path.dirname(path.join(dataDir, file.path)), { recursive: true })
    await rename(path.join(stage, file.path), path.join(dataDir, file.path))
  }
  await syncFolder(dataDir)
  await rename(path.join(stage, DATABASE), path.join(dataDir, DATABASE))
  await syncFolder(dataDir)
  await rm(stage, { recursive: true, force: true })
}
