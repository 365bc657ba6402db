/** The system page's facts, gathered from everyone who knows one. */
import {
  AppError,
  type ImportStatus,
  type ModelStatus,
  type SidecarHealth,
  type SystemReport,
} from '@vitrine/contracts'
import type { Db } from '@vitrine/db'

export interface ReportSources {
  db: Db
  inference: {
    health(signal?: AbortSignal): Promise<SidecarHealth>
    models(signal?: AbortSignal): Promise<ModelStatus[]>
  }
  pipeline: { problem(): string | null }
  blobs: { freeBytes(): Promise<number> }
  dataDir: string
  importDir: string | null
  importStatus(): ImportStatus | null
  versions: { app: string; node: string; next: string; sharp: string }
  /** Milliseconds since 1970. */
  now: () => number
  startedAt: number
}

/** A sidecar that does not answer is a fact of the report, not a failure of it. */
export async function gatherReport(sources: ReportSources, signal?: AbortSignal): Promise<SystemReport> {
  const { app, ...versions } = sources.versions
  const [totals, counts, freeBytes, sidecar] = await Promise.all([
    sources.db.images.totals(),
    sources.db.jobs.status(),
    sources.blobs.freeBytes(),
    askSidecar(sources.inference, signal),
  ])
  return {
    version: app,
    ...sidecar,
    pipeline: { ...counts, problem: sources.pipeline.problem() },
    storage: { dataDir: sources.dataDir, ...totals, freeBytes },
    versions: { ...versions, sqlite: sources.db.sqliteVersion },
    importDir: sources.importDir,
    importStatus: sources.importStatus(),
    uptimeSeconds: Math.max(0, (sources.now() - sources.startedAt) / 1000),
  }
}

async function askSidecar(
  inference: ReportSources['inference'],
  signal?: AbortSignal,
): Promise<Pick<SystemReport, 'sidecar' | 'sidecarProblem' | 'models'>> {
  try {
    const [sidecar, models] = await Promise.all([inference.health(signal), inference.models(signal)])
    return { sidecar, sidecarProblem: null, models }
  } catch (thrown) {
    return { sidecar: null, sidecarProblem: AppError.from(thrown).message, models: [] }
  }
}
