/** For the tests of this package and others: a real database in a temporary folder, and plausible records. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PerceptionResult, ReasoningResult, TriageDecision } from '@vitrine/contracts'
import type { Db, DbOptions, NewImage, NewVariant } from './db.ts'
import { migrate } from './migrate.ts'
import { openDb } from './open.ts'

export { migrate } from './migrate.ts'
export { openDb } from './open.ts'
export { COLUMN_WEIGHTS } from './search/document.ts'
export { POOL_SIZE } from './search/pool.ts'
export { DEFAULT_SYNONYMS } from './search/synonyms.ts'
export { createViews } from './search/views.ts'
export { indexImages } from './search/writer.ts'

export interface TestDb {
  db: Db
  file: string
  /** Closes the database and removes its folder. */
  dispose(): Promise<void>
}

/** An empty, migrated database file in a folder of its own. */
export function createTestFile(): { file: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-db-'))
  const file = path.join(folder, 'vitrine.db')
  migrate({ file })
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A migrated database with nothing in it. */
export function createTestDb(options: Omit<DbOptions, 'file'> = {}): TestDb {
  const { file, remove } = createTestFile()
  const db = openDb({ ...options, file })
  return {
    db,
    file,
    dispose: async () => {
      await db.close()
      remove()
    },
  }
}

/** A hash that stands for bytes nobody needs. */
export function fakeSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function makeVariant(seed: string, overrides: Partial<NewVariant> = {}): NewVariant {
  return {
    kind: 'thumbnail',
    sha256: fakeSha256(`${seed} thumbnail`),
    sizeBytes: 9_000,
    mediaType: 'image/webp',
    width: 512,
    height: 384,
    ...overrides,
  }
}

/** A photograph; `seed` is its bytes and its name. */
export function makeNewImage(seed: string, overrides: Partial<NewImage> = {}): NewImage {
  return {
    sha256: fakeSha256(seed),
    sizeBytes: 2_000_000,
    mediaType: 'image/jpeg',
    fileName: `${seed}.jpg`,
    width: 4000,
    height: 3000,
    placeholder: null,
    takenAt: null,
    camera: null,
    sourceSha256: null,
    pageNumber: null,
    variants: [makeVariant(seed)],
    ...overrides,
  }
}

const TIMINGS = { decodeMs: 10, queueMs: 1, engineMs: 80, totalMs: 91 }

/** The pinned model that `makePerception` names for every task. */
export const TEST_MODEL = { id: 'test-model', revision: '1', dtype: 'fp32', device: 'cpu' } as const

/** One dog on a beach, a line of text, no embedding. */
export function makePerception(overrides: Partial<PerceptionResult> = {}): PerceptionResult {
  return {
    engine: 'builtin',
    captionKind: 'template',
    size: { width: 4000, height: 3000 },
    caption: 'A dog on a beach.',
    detailedCaption: 'A brown dog on a beach, with the words "No swimming".',
    detections: [{ label: 'dog', box: { x: 0.2, y: 0.3, width: 0.4, height: 0.5 }, score: 0.91 }],
    textRegions: [
      {
        text: 'No swimming',
        quad: [
          [0.1, 0.1],
          [0.3, 0.1],
          [0.3, 0.15],
          [0.1, 0.15],
        ],
        score: 0.98,
      },
    ],
    kind: { kind: 'photo', score: 0.8, evidence: ['many colours'] },
    colours: [{ name: 'brown', hex: '#8b5a2b', share: 0.4 }],
    provenance: [
      { task: 'object-detection', model: TEST_MODEL },
      { task: 'ocr-with-region', model: TEST_MODEL },
      { task: 'caption', model: TEST_MODEL, promptVersion: 'template-1' },
    ],
    warnings: [],
    timings: TIMINGS,
    ...overrides,
  }
}

/** Values as a contract's embedding: little-endian float32, base64. */
export function makeEmbedding(values: readonly number[], space = 'test'): PerceptionResult['embedding'] {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4)
  return { space, data: bytes.toString('base64'), dimensions: values.length }
}

/** A decision; with reasons, stage 2 is needed. */
export function makeTriage(reasons: TriageDecision['reasons'] = []): TriageDecision {
  return {
    needsReasoning: reasons.length > 0,
    reasons,
    explanation: reasons.length > 0 ? `Because of ${reasons.join(', ')}.` : 'Nothing asks for it.',
  }
}

export function makeReading(overrides: Partial<ReasoningResult> = {}): ReasoningResult {
  return {
    engine: 'qwen2-vl',
    model: { id: 'test-reader', revision: '1', dtype: 'q4', device: 'cpu' },
    promptVersion: 'reading-1',
    reading: 'A receipt from a bakery: two loaves and a coffee, 9.40 in all.',
    fields: [],
    tables: [],
    warnings: [],
    timings: TIMINGS,
    ...overrides,
  }
}
