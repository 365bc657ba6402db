/** Vision tasks asked for by a person: on a stored image, or on one that was just sent. */
import { AppError, missingInput, type TaskName, type TaskResponse } from '@vitrine/contracts'
import type { ImageStore } from '@vitrine/db'
import type { Inference } from '../inference/inference.ts'
import type { ImageBytes, TaskRequest } from '../inference/sidecar.ts'

export interface Tools {
  /** The tasks that can be done now, as far as is known. */
  available(): TaskName[]
  /** Throws `not-found`, `bad-request` when the phrase or region is missing, or what the sidecar says. */
  runOnStored(id: number, request: TaskRequest, signal: AbortSignal): Promise<TaskResponse>
  runOnBytes(image: ImageBytes, request: TaskRequest, signal: AbortSignal): Promise<TaskResponse>
}

export interface ToolsDeps {
  images: Pick<ImageStore, 'bytes'>
  /** The bytes of a blob, or null when its file is gone. */
  readBlob(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>
  inference: Pick<Inference, 'tasks' | 'runTask'>
}

export function createTools(deps: ToolsDeps): Tools {
  const { inference } = deps
  const runOnBytes: Tools['runOnBytes'] = async (image, request, signal) => {
    requireInput(request)
    return inference.runTask(image, request, signal)
  }
  return {
    available: () => inference.tasks(),
    runOnBytes,
    async runOnStored(id, request, signal) {
      requireInput(request)
      return runOnBytes(await loadStored(deps, id), request, signal)
    },
  }
}

/** Throws `bad-request` when what the task needs beside the image is missing. */
function requireInput({ task, input }: TaskRequest): void {
  const needed = missingInput(task, input)
  if (needed === null) return
  const what = needed === 'phrase' ? 'a phrase: what to look for' : 'a region: x, y, width and height, 0 to 1'
  throw new AppError('bad-request', `The task ${task} needs ${what}.`)
}

/** What the sidecar can decode: the raster variant where there is one, else the original. */
async function loadStored({ images, readBlob }: ToolsDeps, id: number): Promise<ImageBytes> {
  const stored = (await images.bytes(id, 'raster')) ?? (await images.bytes(id, 'original'))
  if (!stored) throw new AppError('not-found', `There is no image ${id}.`)
  const bytes = await readBlob(stored.sha256)
  if (bytes === null)
    throw new AppError('not-found', 'The stored file of this image is gone.', {
      suggestion: 'Upload it again.',
    })
  return { bytes, mediaType: stored.mediaType, fileName: stored.fileName }
}
