import { describe, expect, it } from 'vitest'
import {
  admits,
  countAhead,
  DEFAULT_RULES,
  mayBegin,
  pickBatch,
  type QueueRules,
  remainingCollectMs,
  retryAfterSeconds,
  type Waiting,
} from './policy.ts'

const RULES: QueueRules = { ...DEFAULT_RULES, batchSize: 3 }

interface Named extends Waiting {
  name: string
}

/** `i` interactive, `b` batch, `t` an interactive task, `c` a chat, `a` one that runs alone; arrival in order, 1 ms apart. */
function queue(letters: string): Named[] {
  return [...letters].map((letter, index) => ({
    name: `${letter}${index}`,
    kind: letter === 't' ? 'task' : letter === 'c' ? 'chat' : 'perceive',
    batchable: letter !== 't' && letter !== 'c',
    parallel: letter === 'c',
    priority: letter === 'b' ? 'batch' : 'interactive',
    enqueuedAt: index,
    alone: letter === 'a',
  }))
}

describe('pickBatch', () => {
  const aged = RULES.agedMs + 1
  it.each<[string, string, { now: number; interactiveStreak: number }, string]>([
    ['takes nothing from an empty queue', '', { now: 0, interactiveStreak: 0 }, ''],
    ['takes a full batch in order of arrival', 'bbbbb', { now: 9, interactiveStreak: 0 }, 'b0 b1 b2'],
    ['lets people pass a batch', 'bbi', { now: 9, interactiveStreak: 0 }, 'i2'],
    ['never mixes priorities in one batch', 'ibib', { now: 9, interactiveStreak: 0 }, 'i0 i2'],
    ['runs a task by itself', 'tii', { now: 9, interactiveStreak: 0 }, 't0'],
    ['does not batch a task with what follows', 'iti', { now: 9, interactiveStreak: 0 }, 'i0 i2'],
    ['runs a suspect by itself', 'aii', { now: 9, interactiveStreak: 0 }, 'a0'],
    ['keeps a suspect out of a batch', 'iai', { now: 9, interactiveStreak: 0 }, 'i0 i2'],
    ['keeps people first while the streak is short', 'bi', { now: aged, interactiveStreak: 2 }, 'i1'],
    ['gives an aged batch its turn after a streak', 'bi', { now: aged, interactiveStreak: 3 }, 'b0'],
    ['lets a young batch wait on', 'bi', { now: 5, interactiveStreak: 99 }, 'i1'],
  ])('%s', (_name, letters, turn, expected) => {
    expect(
      pickBatch(queue(letters), turn, RULES)
        .map(({ name }) => name)
        .join(' '),
    ).toBe(expected)
  })

  it('serves every batch request in the end, however many people come', () => {
    let waiting = queue('bbb')
    let streak = 0
    for (let now = 0; waiting.some(({ priority }) => priority === 'batch'); now += 1_000) {
      waiting.push(...queue('iii').map((entry) => ({ ...entry, enqueuedAt: now })))
      const batch = pickBatch(waiting, { now, interactiveStreak: streak }, RULES)
      streak = batch[0]?.priority === 'interactive' ? streak + 1 : 0
      waiting = waiting.filter((entry) => !batch.includes(entry))
      expect(now).toBeLessThan(60_000)
    }
  })
})

describe('mayBegin', () => {
  const rules = { ...RULES, parallel: 2 }
  it.each<[string, string, string, boolean]>([
    ['takes anything while nothing runs', 't', '', true],
    ['lets a chat begin beside another', 'c', 'c', true],
    ['runs no more chats than the engine takes', 'c', 'cc', false],
    ['keeps a chat from a batch', 'c', 'i', false],
    ['keeps a batch from a chat', 'i', 'c', false],
    ['runs no two batches', 'b', 'b', false],
  ])('%s', (_name, batch, running, expected) => {
    expect(mayBegin(queue(batch), queue(running), rules)).toBe(expected)
  })

  it('keeps one that has crashed from the others', () => {
    const [suspect] = queue('c')
    const suspects = suspect ? [{ ...suspect, alone: true }] : []
    expect(mayBegin(suspects, queue('c'), rules)).toBe(false)
    expect(mayBegin(queue('c'), suspects, rules)).toBe(false)
    expect(mayBegin(suspects, [], rules)).toBe(true)
  })
})

describe('countAhead', () => {
  const rules = { ...RULES, parallel: 2 }
  it.each<[string, string, number, string, number]>([
    ['nobody, of an idle engine', 'c', 0, '', 0],
    ['who came before', 'cc', 1, '', 1],
    ['nobody of a batch, for a person', 'bbi', 2, '', 0],
    ['people who came later, for a batch', 'bii', 0, '', 2],
    ['what runs, where there is no place beside it', 'c', 0, 'cc', 2],
    ['not what runs, where there is', 'c', 0, 'c', 0],
  ])('counts %s', (_name, letters, place, running, expected) => {
    const waiting = queue(letters)
    const entry = waiting[place]
    expect(entry && countAhead(entry, { waiting, running: queue(running) }, rules)).toBe(expected)
  })
})

describe('remainingCollectMs', () => {
  it.each<[string, string, number, number]>([
    ['waits a moment for company', 'b', 2, 3],
    ['goes when the moment has passed', 'b', 7, 0],
    ['goes at once when full', 'bbb', 2, 0],
    ['does not hold up a task', 't', 0, 0],
    ['does not hold up a suspect', 'a', 0, 0],
    ['has nothing to wait for', '', 0, 0],
  ])('%s', (_name, letters, now, expected) => {
    expect(remainingCollectMs(queue(letters), now, RULES)).toBe(expected)
  })
})

describe('admits', () => {
  const rules = { ...RULES, depth: { interactive: 1, batch: 2 }, maxWaitingBytes: 100 }
  const sized = (letters: string, sizeBytes: number) =>
    queue(letters).map((entry) => ({ ...entry, sizeBytes }))
  it.each<[string, string, number, Waiting['priority'], number, boolean]>([
    ['takes anything when nobody waits', '', 0, 'batch', 5_000, true],
    ['takes one more below the depth', 'b', 1, 'batch', 1, true],
    ['refuses at the depth', 'bb', 1, 'batch', 1, false],
    ['takes a person though the batch lane is full', 'bb', 1, 'interactive', 1, true],
    ['refuses bytes that memory has no room for', 'b', 60, 'batch', 50, false],
  ])('%s', (_name, letters, each, priority, sizeBytes, expected) => {
    expect(admits(sized(letters, each), { priority, sizeBytes }, rules)).toBe(expected)
  })
})

describe('retryAfterSeconds', () => {
  it.each<[string, number, number, number]>([
    ['guesses while there is no pace', 10, 0, 5],
    ['says when half the queue will be gone', 64, 2, 16],
    ['is never less than a second', 1, 100, 1],
    ['is never more than a minute', 1000, 0.1, 60],
  ])('%s', (_name, depth, rate, expected) => {
    expect(retryAfterSeconds(depth, rate)).toBe(expected)
  })
})
