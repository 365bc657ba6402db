/** What stage 1 might have seen, for tests of what stage 2 makes of it. */
import type { ImageKind, PerceptionResult } from '@vitrine/contracts'

export function perceived(kind: ImageKind = 'photo', more: Partial<PerceptionResult> = {}): PerceptionResult {
  return {
    engine: 'builtin',
    captionKind: 'template',
    size: { width: 640, height: 480 },
    caption: 'A desk',
    detailedCaption: 'A desk with two cups',
    detections: [],
    textRegions: [],
    kind: { kind, score: 1, evidence: [] },
    colours: [],
    provenance: [],
    warnings: [],
    timings: { decodeMs: 0, queueMs: 0, engineMs: 0, totalMs: 0 },
    ...more,
  }
}
