import type { EngineName } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { type GateOptions, MemoryGate, type Occupant } from './memory-gate.ts'

interface Fake extends Occupant {
  isPinned: boolean
}

function createGate(given: Partial<GateOptions> = {}) {
  const clock = { ms: 0 }
  const story: string[] = []
  const gate = new MemoryGate({
    budgetBytes: () => 10,
    turnMs: 0,
    comeBackMs: 5,
    now: () => clock.ms,
    onRoom: (occupant) => story.push(`room for ${occupant.name}`),
    ...given,
  })
  const engine = (name: EngineName, needBytes: number, isPinned = false): Fake => ({
    name,
    needBytes,
    isPinned,
    unload: async () => void story.push(`${name} leaves`),
  })
  /** Works once: takes a lease, and gives it back when told. */
  const work = async (occupant: Occupant) => {
    const release = await gate.acquire(occupant)
    story.push(`${occupant.name} works`)
    return release
  }
  return { gate, clock, story, engine, work }
}

describe('MemoryGate', () => {
  it('lets in together what fits together', async () => {
    const { story, engine, work } = createGate()
    const [a, b] = [engine('florence2', 4), engine('qwen2-vl', 6)]
    const releases = [await work(a), await work(b), await work(a)]
    for (const release of releases) release()
    expect(story).toEqual(['florence2 works', 'qwen2-vl works', 'florence2 works'])
  })

  it('swaps what does not, once the other has finished', async () => {
    const { story, engine, work } = createGate()
    const [a, b] = [engine('florence2', 6), engine('qwen2-vl', 6)]
    const release = await work(a)
    const other = work(b)
    release()
    const releaseOther = await other
    releaseOther()
    expect(story).toEqual(['florence2 works', 'florence2 leaves', 'qwen2-vl works'])
  })

  it('lets neither starve, however much the other asks', async () => {
    const { gate, story, engine } = createGate()
    const loop = async (occupant: Occupant) => {
      for (let round = 0; round < 5; round += 1) {
        const release = await gate.acquire(occupant)
        story.push(occupant.name)
        await Promise.resolve()
        release()
      }
    }
    await Promise.all([loop(engine('florence2', 6)), loop(engine('qwen2-vl', 6))])
    const order = story.filter((line) => !line.includes('leaves'))
    expect(order.slice(0, 4)).toEqual(['florence2', 'qwen2-vl', 'florence2', 'qwen2-vl'])
    expect(order).toHaveLength(10)
  })

  it('lets who is inside go on for its turn, so that not every batch costs a load', async () => {
    const { gate, clock, story, engine, work } = createGate({ turnMs: 100 })
    const [a, b] = [engine('florence2', 6), engine('qwen2-vl', 6)]
    let release = await work(a)
    const other = work(b)
    for (let batch = 0; batch < 2; batch += 1) {
      clock.ms += 40
      release()
      release = await work(a)
    }
    clock.ms += 40
    release()
    const again = work(a)
    const releaseOther = await other
    expect(gate.isIn(a)).toBe(false)
    releaseOther()
    await again
    expect(story.filter((line) => line.includes('works'))).toEqual([
      'florence2 works',
      'florence2 works',
      'florence2 works',
      'qwen2-vl works',
      'florence2 works',
    ])
  })

  it('has a pinned engine back when the one that took its place rests', async () => {
    const { story, engine, work } = createGate()
    const [a, b] = [engine('florence2', 6, true), engine('qwen2-vl', 6)]
    const release = await work(a)
    release()
    const releaseOther = await work(b)
    releaseOther()
    await eventually(() => expect(story).toContain('room for florence2'))
  })

  it('does not let two pinned engines chase each other', async () => {
    const { gate, story, engine, work } = createGate()
    const [a, b] = [engine('florence2', 6, true), engine('qwen2-vl', 6, true)]
    const release = await work(a)
    release()
    const releaseOther = await work(b)
    releaseOther()
    await gate.evict(engine('builtin', 1))
    expect(story.some((line) => line.startsWith('room'))).toBe(false)
  })

  it('puts an engine out only once it has finished', async () => {
    const { gate, story, engine, work } = createGate()
    const a = engine('florence2', 6)
    const release = await work(a)
    const gone = gate.evict(a).then(() => story.push('gone'))
    story.push('still at it')
    release()
    await gone
    expect(story).toEqual(['florence2 works', 'still at it', 'florence2 leaves', 'gone'])
    expect(gate.isIn(a)).toBe(false)
  })
})
