import type { EngineHealth, SidecarHealth } from '@vitrine/contracts'

/** What a healthy sidecar with these engines answers; each is a ready builtin one but for what is said. */
export function makeHealth(engines: readonly Partial<EngineHealth>[]): SidecarHealth {
  return {
    status: 'ok',
    version: '0.1.0',
    pid: 1,
    uptimeSeconds: 1,
    engines: engines.map((engine) => ({
      engine: 'builtin',
      state: 'ready',
      stages: ['perception'],
      tasks: [],
      device: 'cpu',
      queueDepth: 0,
      running: 0,
      restarts: 0,
      rssBytes: 0,
      imagesPerSecond: 0,
      ...engine,
    })),
    runtime: { node: '20', platform: 'linux', cpus: 2, memoryBytes: 1, onnxruntime: '1', libvips: '8' },
  }
}
