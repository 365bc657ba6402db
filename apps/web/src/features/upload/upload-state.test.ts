import type { IngestItem } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { noUploads, reduceUploads, summariseUploads, type UploadEvent } from './upload-state.ts'

const created: IngestItem = { outcome: 'created', id: 1, fileName: 'a.jpg', sha256: 'a'.repeat(64) }
const duplicate: IngestItem = { ...created, outcome: 'duplicate', restored: false }
const rejected: IngestItem = { outcome: 'rejected', fileName: 'x', code: 'unsupported-media', reason: 'No.' }

const added: UploadEvent = {
  type: 'added',
  files: [
    { fileName: 'a.jpg', sizeBytes: 100 },
    { fileName: 'b.jpg', sizeBytes: 300 },
  ],
}
const after = (...events: UploadEvent[]) => [added, ...events].reduce(reduceUploads, noUploads)
const phasesAfter = (...events: UploadEvent[]) => after(...events).items.map((item) => item.phase)

describe('reduceUploads', () => {
  it.each<[string, UploadEvent[], object]>([
    ['waits at first', [], { name: 'waiting', sentBytes: 0 }],
    ['is fingerprinted before it is sent', [{ type: 'hashing', id: 1 }], { name: 'hashing' }],
    [
      'tells what was sent',
      [
        { type: 'hashing', id: 1 },
        { type: 'progressed', id: 1, sentBytes: 40 },
      ],
      { name: 'sending', sentBytes: 40 },
    ],
    [
      'is being stored once every byte was sent',
      [
        { type: 'hashing', id: 1 },
        { type: 'progressed', id: 1, sentBytes: 100 },
      ],
      { name: 'storing' },
    ],
    [
      'is done with what the server says',
      [
        { type: 'hashing', id: 1 },
        { type: 'finished', id: 1, items: [created] },
      ],
      { name: 'done', items: [created] },
    ],
    [
      'remembers how far it was when paused, and after',
      [
        { type: 'hashing', id: 1 },
        { type: 'progressed', id: 1, sentBytes: 40 },
        { type: 'paused', id: 1 },
        { type: 'resumed', id: 1 },
      ],
      { name: 'waiting', sentBytes: 40 },
    ],
    [
      'ignores progress that arrives after the pause',
      [
        { type: 'hashing', id: 1 },
        { type: 'paused', id: 1 },
        { type: 'progressed', id: 1, sentBytes: 60 },
      ],
      { name: 'paused', sentBytes: 0 },
    ],
    [
      'can be tried again after a failure',
      [
        { type: 'hashing', id: 1 },
        { type: 'progressed', id: 1, sentBytes: 40 },
        { type: 'failed', id: 1, reason: 'The connection was lost.' },
        { type: 'retried', id: 1 },
      ],
      { name: 'waiting', sentBytes: 40 },
    ],
    [
      'stays cancelled when the end comes late',
      [
        { type: 'hashing', id: 1 },
        { type: 'cancelled', id: 1 },
        { type: 'finished', id: 1, items: [created] },
      ],
      { name: 'cancelled' },
    ],
    [
      'can not be cancelled once it is being stored',
      [
        { type: 'hashing', id: 1 },
        { type: 'progressed', id: 1, sentBytes: 100 },
        { type: 'cancelled', id: 1 },
      ],
      { name: 'storing' },
    ],
    ['is not retried unless it failed', [{ type: 'retried', id: 1 }], { name: 'waiting', sentBytes: 0 }],
  ])('%s', (_name, events, expected) => {
    expect(phasesAfter(...events)[0]).toEqual(expected)
  })

  it('pauses, resumes and cancels everything that can be', () => {
    const done: UploadEvent[] = [
      { type: 'hashing', id: 1 },
      { type: 'finished', id: 1, items: [created] },
    ]
    expect(phasesAfter(...done, { type: 'paused' }).map(({ name }) => name)).toEqual(['done', 'paused'])
    expect(phasesAfter(...done, { type: 'paused' }, { type: 'resumed' }).map(({ name }) => name)).toEqual([
      'done',
      'waiting',
    ])
    expect(phasesAfter(...done, { type: 'cancelled' }).map(({ name }) => name)).toEqual(['done', 'cancelled'])
  })

  it('forgets what is over, never reuses an id, and still finds the rest', () => {
    const state = [
      { type: 'hashing' as const, id: 1 },
      { type: 'finished' as const, id: 1, items: [created] },
      { type: 'cleared' as const },
      added,
      { type: 'hashing' as const, id: 4 },
    ].reduce(reduceUploads, after())
    expect(state.items.map(({ id, phase }) => [id, phase.name])).toEqual([
      [2, 'waiting'],
      [3, 'waiting'],
      [4, 'hashing'],
    ])
  })

  it('is the same object when the event is about nothing there', () => {
    const state = after()
    expect(reduceUploads(state, { type: 'hashing', id: 99 })).toBe(state)
  })
})

describe('summariseUploads', () => {
  it('weighs progress by bytes', () => {
    const state = after({ type: 'hashing', id: 2 }, { type: 'progressed', id: 2, sentBytes: 200 })
    expect(summariseUploads(state)).toMatchObject({ files: 2, running: 1, waiting: 1, progress: 0.5 })
  })

  it('counts pictures, not files, and leaves cancelled ones out', () => {
    const state = after(
      { type: 'hashing', id: 1 },
      { type: 'finished', id: 1, items: [created, created, duplicate, rejected] },
      { type: 'cancelled', id: 2 },
    )
    expect(summariseUploads(state)).toMatchObject({
      files: 1,
      settled: 1,
      created: 2,
      duplicates: 1,
      rejected: 1,
      progress: 1,
    })
  })
})
