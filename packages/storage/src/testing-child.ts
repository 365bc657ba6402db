/**
 * A process that makes or restores a backup and kills itself, as a power cut would, after so many writes or in a
 * phase: `node testing-child.ts <JSON>`.
 */
import { open } from 'node:fs/promises'
import * as z from 'zod'
import { backup } from './backup.ts'
import { restore } from './restore.ts'

const Work = z.object({
  task: z.enum(['backup', 'restore']),
  dataDir: z.string(),
  folder: z.string(),
  /** Dies at this write of a file, counted from 1. */
  diesAtWrite: z.int().optional(),
  /** Dies when this phase begins. */
  diesIn: z.enum(['database', 'verifying']).optional(),
})

const work = Work.parse(JSON.parse(process.argv[2] ?? ''))
const die = () => process.kill(process.pid, 'SIGKILL')
let writes = 0

async function openForWriting(file: string) {
  const handle = await open(file, 'wx')
  return {
    write(bytes: Uint8Array, offset: number, length: number) {
      writes += 1
      if (writes !== work.diesAtWrite) return handle.write(bytes, offset, length)
      // Half of it gets to the disk.
      return handle.write(bytes, offset, Math.floor(length / 2)).finally(die)
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}

if (work.task === 'restore') await restore({ ...work, openForWriting })
else
  await backup({
    ...work,
    version: '0.0.0',
    now: Date.now,
    openForWriting,
    onProgress: ({ phase }) => {
      if (phase === work.diesIn) die()
    },
  })
