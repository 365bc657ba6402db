/** System reports for tests, parsed by the contract so that they can't drift from it. */
import { SystemReport } from '@vitrine/contracts'
import type { z } from 'zod'

const model = { id: 'pp-ocr-v4-mobile', revision: '1.4.2', dtype: 'fp32', device: 'cpu' } as const

/** A sidecar with one engine that works, and what the test is about put over it. */
export function makeReport(over: Partial<z.input<typeof SystemReport>> = {}): SystemReport {
  return SystemReport.parse({
    version: '0.1.0',
    sidecar: {
      status: 'ok',
      version: '0.1.0',
      pid: 42,
      uptimeSeconds: 3725,
      engines: [
        {
          engine: 'builtin',
          state: 'busy',
          stages: ['perception'],
          tasks: ['ocr'],
          device: 'cpu',
          queueDepth: 4,
          running: 2,
          restarts: 1,
          rssBytes: 420_000_000,
          imagesPerSecond: 1.5,
          lastError: 'The engine ran out of memory and was restarted.',
        },
      ],
      runtime: {
        node: '20.20.2',
        platform: 'linux-x64',
        cpus: 8,
        memoryBytes: 16_000_000_000,
        onnxruntime: '1.30.0',
        libvips: '8.18.7',
      },
    },
    sidecarProblem: null,
    models: [
      {
        engine: 'builtin',
        model,
        stages: ['perception'],
        tasks: ['ocr', 'ocr-with-region'],
        residency: 'loaded',
        licence: 'Apache-2.0',
        sizeBytes: 15_000_000,
      },
    ],
    pipeline: {
      paused: false,
      queued: 12,
      perceiving: 2,
      reasoning: 0,
      waitingForReasoning: 5,
      ready: 1234,
      failed: 1,
      cancelled: 0,
      imagesPerSecond: 1.5,
      secondsLeft: 9,
      problem: null,
    },
    storage: {
      dataDir: '/srv/vitrine',
      images: 1234,
      trashed: 3,
      originalBytes: 5_000_000_000,
      variantBytes: 200_000_000,
      databaseBytes: 40_000_000,
      freeBytes: 80_000_000_000,
    },
    versions: { node: '20.20.2', sqlite: '3.53.2', next: '16.4.6', sharp: '0.35.5' },
    importDir: null,
    uptimeSeconds: 120,
    ...over,
  })
}
