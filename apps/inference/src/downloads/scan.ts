/** What lies in a folder of weights, and whether it is whole. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Dtype } from '@vitrine/contracts'
import { findFault } from './inspect-file.ts'
import { firstDataFile, graphFile, isDataOf, type KnownFile, type WeightsManifest } from './manifest.ts'
import { isMissing, readRecord, type WeightsRecord } from './record.ts'
import { hashConfig, readCommit } from './revision.ts'
import type { KnownHash } from './verify.ts'

export interface FolderContent {
  dir: string
  record: WeightsRecord | null
  /** A commit; null where none is known. */
  commit: string | null
  configHash: string
  /** Whole files that the manifest knows of: path in the repository → bytes. */
  files: ReadonlyMap<string, number>
  /** Files that are not as they should be: path in the repository → what is wrong, as a sentence's end. */
  faults: ReadonlyMap<string, string>
  /** Files whose hash is not known yet; until it is, nothing of this folder is used. */
  unverified: readonly string[]
}

export interface ScanOptions {
  /** Of files whose record names a hash: what it was found to be. Left out for what we fetched ourselves. */
  knownHash?: KnownHash
  /** Form checks that were made before, by path, size and time of change. */
  checked: Map<string, string | null>
}

interface OnDisk {
  path: string
  sizeBytes: number
  mtimeMs: number
}

/** Null where the folder holds nothing of these weights. */
export async function scanFolder(
  dir: string,
  manifest: WeightsManifest,
  options: ScanOptions,
): Promise<FolderContent | null> {
  const onDisk = await listFiles(dir, manifest)
  if (onDisk.length === 0) return null
  const record = await readRecord(dir)
  const recorded = new Map(record?.files.map((file) => [file.path, file]))
  const files = new Map<string, number>()
  const faults = new Map<string, string>()
  const unverified: string[] = []
  for (const file of onDisk) {
    const listed = recorded.get(file.path)
    const full = path.join(dir, file.path)
    const hash = options.knownHash?.(full, file)
    if (listed?.sha256 && options.knownHash && hash === undefined) unverified.push(file.path)
    const fault = listed
      ? compare(file, { ...listed, hash })
      : await checkForm(full, { file, checked: options.checked })
    if (fault) faults.set(file.path, fault)
    else files.set(file.path, file.sizeBytes)
  }
  for (const listed of recorded.keys())
    if (!files.has(listed) && !faults.has(listed)) faults.set(listed, 'is missing')
  const commit = record?.revision ?? (await readCommit(dir))
  return { dir, record, commit, configHash: await hashConfig(dir), files, faults, unverified }
}

/** The precisions whose files are there and whole, for each graph. */
export function availableDtypes(
  manifest: WeightsManifest,
  content: FolderContent,
): { [graph: string]: Dtype[] } {
  const whole = (file: string | null, known: KnownFile | undefined) =>
    file !== null &&
    content.files.has(file) &&
    (known?.dataBytes === undefined || content.files.has(firstDataFile(file))) &&
    ![...content.faults.keys()].some((other) => isDataOf(other, file))
  return Object.fromEntries(
    Object.entries(manifest.graphs).map(([graph, dtypes]) => [
      graph,
      DTYPES.filter((dtype) => dtype in dtypes && whole(graphFile(manifest, graph, dtype), dtypes[dtype])),
    ]),
  )
}

const DTYPES: readonly Dtype[] = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4', 'q4-k-m']

function compare(
  file: OnDisk,
  listed: { sizeBytes: number; sha256: string | null; hash: string | undefined },
): string | null {
  if (file.sizeBytes !== listed.sizeBytes) return 'has another size than it should'
  const isOther = listed.sha256 !== null && listed.hash !== undefined && listed.hash !== listed.sha256
  return isOther ? 'has other bytes than it should' : null
}

async function checkForm(
  full: string,
  { file, checked }: { file: OnDisk; checked: ScanOptions['checked'] },
): Promise<string | null> {
  const key = `${full} ${file.sizeBytes} ${file.mtimeMs}`
  const known = checked.get(key)
  if (known !== undefined) return known
  const fault = await findFault(full, file.sizeBytes)
  checked.set(key, fault)
  return fault
}

async function listFiles(dir: string, manifest: WeightsManifest): Promise<OnDisk[]> {
  const graphPaths = Object.entries(manifest.graphs).flatMap(([graph, dtypes]) =>
    DTYPES.filter((dtype) => dtype in dtypes).flatMap((dtype) => graphFile(manifest, graph, dtype) ?? []),
  )
  const plain = new Set([...Object.keys(manifest.common), ...Object.keys(manifest.optional), ...graphPaths])
  const isOurs = (name: string) => plain.has(name) || graphPaths.some((graph) => isDataOf(name, graph))
  const top = await namesIn(dir)
  const onnx = (await namesIn(path.join(dir, 'onnx'))).map((name) => `onnx/${name}`)
  const found = await Promise.all([...top, ...onnx].filter(isOurs).map((name) => describe(dir, name)))
  return found.flatMap((file) => file ?? [])
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true })
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
  } catch (thrown) {
    if (isMissing(thrown)) return []
    throw thrown
  }
}

/** Null for what has gone since it was listed, or is no file: a link is followed. */
async function describe(dir: string, name: string): Promise<OnDisk | null> {
  try {
    const stats = await stat(path.join(dir, name))
    return stats.isFile() ? { path: name, sizeBytes: stats.size, mtimeMs: stats.mtimeMs } : null
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
}
