/** What the sidecar counts, for Prometheus: a registry of its own, filled by the parts as they work. */

import type { EngineName } from '@vitrine/contracts'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RestartReason } from './host/engine-host.ts'
import type { Scheduler, SchedulerObserver } from './scheduling/scheduler.ts'

/** Seconds: from a thumbnail on an idle machine to a full page behind a long queue. */
const LATENCY_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

export interface Metrics {
  registry: Registry
  observer: SchedulerObserver
  onRequest(request: { method: string; route: string; status: number }): void
  onRestart(engine: EngineName, reason: RestartReason): void
  /** Gauges are read from the scheduler at each scrape. */
  watch(scheduler: Scheduler): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'vitrine_sidecar_' })
  const requests = new Counter({
    name: 'vitrine_http_requests_total',
    help: 'HTTP requests, by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const images = new Counter({
    name: 'vitrine_images_total',
    help: 'Images that left an engine, by task and outcome (ok, or the error code).',
    labelNames: ['engine', 'task', 'outcome'],
    registers,
  })
  const latency = new Histogram({
    name: 'vitrine_task_duration_seconds',
    help: 'Time of an answered image, by task and phase (queue, decode, engine, total).',
    labelNames: ['engine', 'task', 'phase'],
    buckets: LATENCY_BUCKETS,
    registers,
  })
  const batches = new Histogram({
    name: 'vitrine_batch_pictures',
    help: 'Pictures in a batch.',
    labelNames: ['engine'],
    buckets: [1, 2, 4, 8, 16, 32],
    registers,
  })
  const restarts = new Counter({
    name: 'vitrine_child_restarts_total',
    help: 'Engine processes replaced, by reason (crash, hang, memory, server).',
    labelNames: ['engine', 'reason'],
    registers,
  })
  return {
    registry,
    observer: {
      onBatch: ({ engine, pictures }) => batches.observe({ engine }, pictures),
      onSettled: ({ engine, task, outcome, timings }) => {
        images.inc({ engine, task, outcome })
        if (!timings) return
        latency.observe({ engine, task, phase: 'queue' }, timings.queueMs / 1000)
        latency.observe({ engine, task, phase: 'decode' }, timings.decodeMs / 1000)
        latency.observe({ engine, task, phase: 'engine' }, timings.engineMs / 1000)
        latency.observe({ engine, task, phase: 'total' }, timings.totalMs / 1000)
      },
    },
    onRequest: ({ method, route, status }) => requests.inc({ method, route, status }),
    onRestart: (engine, reason) => restarts.inc({ engine, reason }),
    watch: (scheduler) => watchScheduler(scheduler, registers),
  }
}

function watchScheduler(scheduler: Scheduler, registers: Registry[]): void {
  new Gauge({
    name: 'vitrine_queue_depth',
    help: 'Images that wait for an engine, by priority, and those that run.',
    labelNames: ['engine', 'priority'],
    registers,
    collect() {
      for (const { engine, depth } of scheduler.depths())
        for (const [priority, count] of Object.entries(depth)) this.set({ engine, priority }, count)
    },
  })
  new Gauge({
    name: 'vitrine_images_per_second',
    help: 'Images answered over the last minute, divided by that minute.',
    labelNames: ['engine'],
    registers,
    collect() {
      for (const health of scheduler.health()) this.set({ engine: health.engine }, health.imagesPerSecond)
    },
  })
  new Gauge({
    name: 'vitrine_child_rss_bytes',
    help: "Resident size of an engine's process.",
    labelNames: ['engine'],
    registers,
    collect() {
      for (const health of scheduler.health()) this.set({ engine: health.engine }, health.rssBytes)
    },
  })
}
