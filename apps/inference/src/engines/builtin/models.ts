/** Opens the builtin engine's models. */
import { readFile, stat } from 'node:fs/promises'
import type { InferenceSession } from 'onnxruntime-node'
import type { EngineModel } from '../engine.ts'
import { listModels, locateModels } from './assets.ts'
import { prepareCenterNet } from './centernet-cache.ts'
import { parseAlphabet } from './ocr/ctc.ts'
import type { OcrSessions } from './ocr/reader.ts'
import { openSession } from './session.ts'

export interface BuiltinModels {
  ocr: OcrSessions
  nanodet: InferenceSession
  /** Absent when its package is: detection is then weaker, and there is no embedding. */
  centernet: InferenceSession | undefined
  /** What is missing, in plain sentences. */
  warnings: string[]
  rows: EngineModel[]
}

export interface OpenOptions {
  threads: number
  cacheDir: string
  modelsDir?: string | undefined
  centernetDir?: string | undefined
}

/** Opens all five models, about half a second; converts CenterNet when it was not before, a second more. */
export async function openModels({
  threads,
  cacheDir,
  modelsDir,
  centernetDir,
}: OpenOptions): Promise<BuiltinModels> {
  const files = locateModels(modelsDir)
  const centernet = await openCenterNet({ threads, cacheDir, centernetDir })
  const alphabet = parseAlphabet(await readFile(files.textDictionary, 'utf8'))
  const [detector, direction, recogniser, nanodet] = await Promise.all([
    openSession(files.textDetector, threads),
    openSession(files.textDirection, threads),
    openSession(files.textRecogniser, threads),
    openSession(files.nanodet, threads),
  ])
  const ocrFiles = [files.textDetector, files.textDirection, files.textRecogniser]
  const sizes = {
    ocr: await totalBytes(ocrFiles),
    detectors: await totalBytes([files.nanodet, ...(centernet.path ? [centernet.path] : [])]),
  }
  return {
    ocr: { detector, direction, recogniser, alphabet },
    nanodet,
    centernet: centernet.session,
    warnings: centernet.warnings,
    rows: listModels(sizes, centernet.session !== undefined),
  }
}

/** Frees all sessions. */
export async function closeModels({ ocr, nanodet, centernet }: BuiltinModels): Promise<void> {
  const sessions = [ocr.detector, ocr.direction, ocr.recogniser, nanodet, centernet]
  await Promise.all(sessions.map((session) => session?.release()))
}

interface OpenedCenterNet {
  session: InferenceSession | undefined
  path: string | undefined
  warnings: string[]
}

async function openCenterNet({ threads, cacheDir, centernetDir }: OpenOptions): Promise<OpenedCenterNet> {
  try {
    const path = await prepareCenterNet(cacheDir, centernetDir)
    return { session: await openSession(path, threads), path, warnings: [] }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    console.warn(`CenterNet is not available, objects come from NanoDet alone: ${reason}`)
    const warning =
      'One of the two object detectors is missing: fewer objects are found, and no similar images.'
    return { session: undefined, path: undefined, warnings: [warning] }
  }
}

async function totalBytes(paths: readonly string[]): Promise<number> {
  const stats = await Promise.all(paths.map((path) => stat(path)))
  return stats.reduce((sum, { size }) => sum + size, 0)
}
