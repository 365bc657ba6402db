/** Images with given words, for the tests of search. */
import type { PerceptionResult } from '@vitrine/contracts'
import type { Db } from '../db.ts'
import { makeNewImage, makePerception, makeTriage } from '../testing.ts'

export interface ImageWords {
  caption?: string
  detailed?: string
  /** Lines of text. */
  text?: string[]
  labels?: string[]
  kind?: PerceptionResult['kind']['kind']
  fileName?: string
  width?: number
  height?: number
  sizeBytes?: number
  takenAt?: number
  reasons?: Parameters<typeof makeTriage>[0]
  /** Whether the deep reading is queued where there are reasons; else it waits. */
  hasReasoningEngine?: boolean
}

const QUAD: PerceptionResult['textRegions'][number]['quad'] = [
  [0.1, 0.1],
  [0.3, 0.1],
  [0.3, 0.15],
  [0.1, 0.15],
]

function perceptionOf(words: ImageWords): PerceptionResult {
  return makePerception({
    caption: words.caption ?? '',
    detailedCaption: words.detailed ?? '',
    detections: (words.labels ?? []).map((label) => ({
      label,
      box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 },
      score: 0.9,
    })),
    textRegions: (words.text ?? []).map((text) => ({ text, quad: QUAD, score: 0.9 })),
    kind: { kind: words.kind ?? 'photo', score: 0.8, evidence: [] },
  })
}

/** Adds a perceived image and returns its id. */
export async function addImage(db: Db, seed: string, words: ImageWords = {}): Promise<number> {
  const { id } = await db.images.create(
    makeNewImage(seed, {
      fileName: words.fileName ?? `${seed}.jpg`,
      width: words.width ?? 4000,
      height: words.height ?? 3000,
      sizeBytes: words.sizeBytes ?? 2_000_000,
      takenAt: words.takenAt ?? null,
    }),
  )
  const [job] = await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no job to claim.')
  await db.jobs.commitPerception(job, {
    result: perceptionOf(words),
    triage: makeTriage(words.reasons ?? []),
    hasReasoningEngine: words.hasReasoningEngine ?? false,
  })
  return id
}

/** The ids a query finds, in order. */
export async function idsOf(db: Db, query: string, limit = 100): Promise<number[]> {
  const { hits } = await db.search.search({ query, sort: 'relevance', limit, everything: false })
  return hits.map((hit) => hit.image.id)
}
