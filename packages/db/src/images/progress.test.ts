import { describe, expect, it } from 'vitest'
import { advance, type Done, type Moment, type Progress } from './progress.ts'

const NEW: Done = { hasPerception: false, hasReading: false, wantsReading: false }
const SEEN: Done = { ...NEW, hasPerception: true }
const WANTING: Done = { ...SEEN, wantsReading: true }
const READ: Done = { hasPerception: true, hasReading: true, wantsReading: true }

const at = (status: Progress['status'], reasoning: Progress['reasoning'], failure: string | null = null) => ({
  status,
  reasoning,
  failure,
})

const cases: [string, Progress, Moment, Done, Progress][] = [
  [
    'starts stage 1',
    at('queued', 'unknown'),
    { type: 'perception.started' },
    NEW,
    at('perceiving', 'unknown'),
  ],
  [
    'goes back to the queue',
    at('perceiving', 'unknown'),
    { type: 'perception.postponed' },
    NEW,
    at('queued', 'unknown'),
  ],
  [
    'is ready when triage asks for nothing',
    at('perceiving', 'unknown'),
    { type: 'perception.committed', next: 'not-needed' },
    SEEN,
    at('ready', 'not-needed'),
  ],
  [
    'keeps an earlier reading when triage asks for none',
    at('perceiving', 'unknown'),
    { type: 'perception.committed', next: 'not-needed' },
    READ,
    at('ready', 'done'),
  ],
  [
    'goes on to stage 2',
    at('perceiving', 'unknown'),
    { type: 'perception.committed', next: 'queued' },
    SEEN,
    at('reasoning', 'queued'),
  ],
  [
    'is ready while its reading waits for an engine',
    at('perceiving', 'unknown'),
    { type: 'perception.committed', next: 'waiting' },
    SEEN,
    at('ready', 'waiting'),
  ],
  [
    'fails with a reason',
    at('perceiving', 'unknown'),
    { type: 'perception.failed', reason: 'Broken.' },
    NEW,
    at('failed', 'unknown', 'Broken.'),
  ],
  [
    'forgets the failure when queued again',
    at('failed', 'unknown', 'Broken.'),
    { type: 'perception.queued' },
    NEW,
    at('queued', 'unknown'),
  ],
  [
    'is cancelled when it has nothing yet',
    at('queued', 'unknown'),
    { type: 'perception.cancelled' },
    NEW,
    at('cancelled', 'unknown'),
  ],
  [
    'falls back to what it has when a re-run is cancelled',
    at('queued', 'unknown'),
    { type: 'perception.cancelled' },
    SEEN,
    at('ready', 'not-needed'),
  ],
  [
    'falls back to its reading when a re-run is cancelled',
    at('perceiving', 'unknown'),
    { type: 'perception.cancelled' },
    READ,
    at('ready', 'done'),
  ],
  [
    'says that a wanted reading was left out',
    at('queued', 'unknown'),
    { type: 'perception.cancelled' },
    WANTING,
    at('ready', 'skipped'),
  ],
  [
    'leaves waiting when an engine appears',
    at('ready', 'waiting'),
    { type: 'reasoning.queued' },
    WANTING,
    at('reasoning', 'queued'),
  ],
  [
    'waits again when the engine goes',
    at('reasoning', 'queued'),
    { type: 'reasoning.waiting' },
    WANTING,
    at('ready', 'waiting'),
  ],
  [
    'starts stage 2',
    at('reasoning', 'queued'),
    { type: 'reasoning.started' },
    WANTING,
    at('reasoning', 'running'),
  ],
  [
    'postpones stage 2',
    at('reasoning', 'running'),
    { type: 'reasoning.postponed' },
    WANTING,
    at('reasoning', 'queued'),
  ],
  [
    'is ready when read',
    at('reasoning', 'running'),
    { type: 'reasoning.committed' },
    READ,
    at('ready', 'done'),
  ],
  [
    'stays searchable when stage 2 fails',
    at('reasoning', 'running'),
    { type: 'reasoning.failed' },
    WANTING,
    at('ready', 'failed'),
  ],
  [
    'stays searchable when stage 2 is cancelled',
    at('reasoning', 'queued'),
    { type: 'reasoning.cancelled' },
    WANTING,
    at('ready', 'skipped'),
  ],
  [
    'keeps the older reading when a new one is cancelled',
    at('reasoning', 'queued'),
    { type: 'reasoning.cancelled' },
    READ,
    at('ready', 'done'),
  ],
  [
    'does not hide a failed stage 1 behind stage 2',
    at('failed', 'unknown', 'Broken.'),
    { type: 'reasoning.queued' },
    WANTING,
    at('failed', 'queued', 'Broken.'),
  ],
  [
    'does not hide a running stage 1 behind stage 2',
    at('perceiving', 'running'),
    { type: 'reasoning.committed' },
    READ,
    at('perceiving', 'done'),
  ],
]

describe('advance', () => {
  it.each(cases)('%s', (_, before, moment, done, after) => {
    expect(advance(before, moment, done)).toEqual(after)
  })
})
