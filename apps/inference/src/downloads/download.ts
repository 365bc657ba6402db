/** One download: what is missing, room for it, the bytes, their place. */
import { mkdir } from 'node:fs/promises'
import { AppError, type DtypeMap } from '@vitrine/contracts'
import { fetchFile, receivedBytes } from './fetch-file.ts'
import { clear, type Folders, install, prune, sizeOf } from './folders.ts'
import type { Hub, HubFile } from './hub.ts'
import type { Limiter } from './limiter.ts'
import { completeDtypes, graphFile, isDataOf, neededFiles, type WeightsManifest } from './manifest.ts'
import { type RecordedFile, readRecord, type WeightsRecord, writeRecord } from './record.ts'
import { type RetryRules, withRetries } from './retry.ts'
import { requireRoom } from './room.ts'

const FIRST_TRIES = 3

export interface DownloadDeps {
  hub: Hub
  /** Files at once, of all downloads together. */
  limiter: Limiter
  freeBytes(dir: string): Promise<number>
  rules: DownloadRules
}

export interface DownloadRules extends RetryRules {
  /** The longest wait for the next byte. */
  stallMs: number
  /** What stays free on the disk. */
  marginBytes: number
}

export interface DownloadRequest {
  manifest: WeightsManifest
  dtypes: DtypeMap
  folders: Folders
  signal: AbortSignal
  /** Called once it is known what is fetched; `received`: bytes of it that are here already. */
  onPlan(plan: WeightsRecord, received: number): void
  onBytes(bytes: number, file: string): void
}

/** Fetches and installs what is missing; throws an AppError, or the signal's reason. What was fetched stays. */
export async function download(deps: DownloadDeps, request: DownloadRequest): Promise<void> {
  const plan = await makePlan(deps, request)
  const { folders, signal, onPlan, onBytes } = request
  let received = 0
  for (const file of plan.files) received += await receivedBytes(folders.incoming, file)
  const total = plan.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  await requireRoom({ ...deps, dir: folders.incoming, missingBytes: total - received, ...deps.rules })
  onPlan(plan, received)
  await fetchAll(deps, plan, { folders, signal, onBytes })
  await install(folders, plan)
}

async function makePlan(deps: DownloadDeps, request: DownloadRequest): Promise<WeightsRecord> {
  const { manifest, folders, signal } = request
  // A hub that cannot be reached is told within seconds; only a transfer is worth more patience.
  const retry = { rules: { ...deps.rules, tries: Math.min(deps.rules.tries, FIRST_TRIES) }, signal }
  const commit = await withRetries(() => resolveCommit(deps.hub, request), retry)
  const listed = await withRetries(() => deps.hub.list(manifest.repository, commit, signal), retry)
  const needed = chooseFiles(manifest, request.dtypes, { listed, commit })
  const installed = await readRecord(folders.installed)
  const files: RecordedFile[] = []
  for (const file of needed) {
    const isThere = installed?.revision === commit && installed.files.some(({ path }) => path === file.path)
    if (!isThere || (await sizeOf(`${folders.installed}/${file.path}`)) !== file.sizeBytes) files.push(file)
  }
  const begun = await readRecord(folders.incoming)
  if (begun && begun.revision !== commit) await clear(folders.incoming)
  const { repository } = manifest
  const plan: WeightsRecord = { version: 1, repository, revision: commit, files, dtypes: request.dtypes }
  await mkdir(folders.incoming, { recursive: true })
  await writeRecord(folders.incoming, plan)
  await prune(folders.incoming, plan)
  return plan
}

/** The commit of what lies here, or was begun, while the hub still has it; else the manifest's, else the newest. */
async function resolveCommit(hub: Hub, { manifest, folders, signal }: DownloadRequest): Promise<string> {
  const records = [await readRecord(folders.installed), await readRecord(folders.incoming)]
  const wanted = [...records.map((record) => record?.revision), manifest.revision]
  for (const revision of new Set(wanted)) {
    if (!revision || !/^[0-9a-f]{40}$/.test(revision)) continue
    try {
      return await hub.resolve(manifest.repository, revision, signal)
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'not-found')) throw thrown
    }
  }
  return hub.resolve(manifest.repository, 'main', signal)
}

/**
 * The files to fetch, as the hub lists them. What the manifest knows of the same commit is held against that.
 * Throws `not-found` where the repository lacks one, `conflict` where it has another than is known.
 */
export function chooseFiles(
  manifest: WeightsManifest,
  dtypes: DtypeMap,
  hub: { listed: readonly HubFile[]; commit: string },
): RecordedFile[] {
  const byPath = new Map(hub.listed.map((file) => [file.path, file]))
  const needed = neededFiles(manifest, dtypes)
  const missing = [...needed.keys()].filter((path) => !byPath.has(path))
  if (missing.length > 0)
    throw new AppError('not-found', `The hub's ${manifest.repository} has no ${missing.join(', ')}.`, {
      suggestion: 'Choose another precision, or other weights.',
    })
  const graphs = Object.entries(completeDtypes(manifest, dtypes)).flatMap(
    ([graph, dtype]) => graphFile(manifest, graph, dtype) ?? [],
  )
  const isWanted = ({ path }: HubFile) =>
    needed.has(path) || path in manifest.optional || graphs.some((graph) => isDataOf(path, graph))
  return hub.listed.filter(isWanted).map((file) => {
    const isKnown = manifest.revision === hub.commit
    const known = isKnown ? (needed.get(file.path) ?? manifest.optional[file.path])?.sha256 : undefined
    if (known && file.sha256 && known !== file.sha256)
      throw new AppError('conflict', `The hub has another ${file.path} than ${manifest.title} is known by.`, {
        suggestion: 'If HF_ENDPOINT names a mirror, use another, or https://huggingface.co itself.',
      })
    return { path: file.path, sizeBytes: file.sizeBytes, sha256: known ?? file.sha256 }
  })
}

async function fetchAll(
  { hub, limiter, rules }: DownloadDeps,
  plan: WeightsRecord,
  { folders, signal, onBytes }: Pick<DownloadRequest, 'folders' | 'signal' | 'onBytes'>,
): Promise<void> {
  const failure = new AbortController()
  const both = AbortSignal.any([signal, failure.signal])
  const fetchOne = async (file: RecordedFile) => {
    let moved = 0
    const request = {
      hub,
      repository: plan.repository,
      commit: plan.revision,
      file,
      dir: folders.incoming,
      stallMs: rules.stallMs,
      signal: both,
      onBytes: (bytes: number) => {
        moved += bytes
        onBytes(bytes, file.path)
      },
    }
    await withRetries(() => fetchFile(request), { rules, signal: both, progress: () => moved })
  }
  const settled = await Promise.allSettled(
    plan.files.map((file) =>
      limiter
        .run(() => fetchOne(file))
        .catch((thrown) => {
          // The first failure ends the others, and is the one that is told.
          failure.abort(thrown)
          throw thrown
        }),
    ),
  )
  signal.throwIfAborted()
  if (failure.signal.aborted) throw failure.signal.reason
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}
