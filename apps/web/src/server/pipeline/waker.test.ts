import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChanges } from './changes.ts'
import { createWaker } from './waker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Whether a promise has settled by now. */
function watch(promise: Promise<void>) {
  const seen = { isOver: false }
  void promise.then(() => {
    seen.isOver = true
  })
  return seen
}

describe('a waker', () => {
  it('ends every wait at a poke', async () => {
    const waker = createWaker()
    const waits = [waker.wait(1000), waker.wait(1000)]
    waker.poke()
    await Promise.all(waits)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends a wait when its time is up', async () => {
    const seen = watch(createWaker().wait(1000))
    await vi.advanceTimersByTimeAsync(999)
    expect(seen.isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.isOver).toBe(true)
  })

  it('ends a wait when its signal aborts, even if it has already', async () => {
    const over = new AbortController()
    const wait = createWaker().wait(1000, over.signal)
    over.abort()
    await wait
    await createWaker().wait(1000, over.signal)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('forgets a poke that nobody waited for', async () => {
    const waker = createWaker()
    waker.poke()
    const seen = watch(waker.wait(1000))
    await vi.advanceTimersByTimeAsync(500)
    expect(seen.isOver).toBe(false)
  })
})

describe('changes', () => {
  it('wake listeners once for a burst', async () => {
    const changes = createChanges({ pollMs: 10_000, gatherMs: 100 })
    const seen = watch(changes.next(new AbortController().signal))
    for (let index = 0; index < 50; index += 1) changes.poke()
    await vi.advanceTimersByTimeAsync(99)
    expect(seen.isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.isOver).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('wake listeners now and then for what other processes write', async () => {
    const changes = createChanges({ pollMs: 1_000 })
    const seen = watch(changes.next(new AbortController().signal))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(seen.isOver).toBe(true)
  })
})
