import { describe, expect, it } from 'vitest'
import { isOutOfMemory, runHalving } from './memory.ts'

describe('isOutOfMemory', () => {
  it.each([
    ['CUDA failure 2: out of memory ; GPU=0', true],
    ['BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 4718592', true],
    ['std::bad_alloc', true],
    ['A valid external Instance reference no longer exists. Device lost', false],
    ['Array buffer allocation failed', true],
    ['Got invalid dimensions for input: pixel_values', false],
  ])('%s: %s', (message, expected) => {
    expect(isOutOfMemory(new Error(message))).toBe(expected)
  })
})

describe('runHalving', () => {
  /** A machine with room for so many at once. */
  const machine = (room: number) => {
    const parts: number[] = []
    const run = async (part: readonly number[]) => {
      parts.push(part.length)
      if (part.length > room) throw new Error('CUDA failure 2: out of memory')
      return part.map((item) => item * 10)
    }
    return { parts, run }
  }
  const eight = [1, 2, 3, 4, 5, 6, 7, 8]

  it.each([
    [8, [8], 8],
    [4, [8, 4, 4], 4],
    [3, [8, 4, 2, 2, 4, 2, 2], 2],
    [1, [8, 4, 2, 1, 1, 2, 1, 1, 4, 2, 1, 1, 2, 1, 1], 1],
  ])('with room for %i runs parts of %j', async (room, parts, partSize) => {
    const { parts: ran, run } = machine(room)
    expect(await runHalving(eight, run)).toEqual({ results: eight.map((item) => item * 10), partSize })
    expect(ran).toEqual(parts)
  })

  it('gives up, with what to do, when one alone does not fit', async () => {
    await expect(runHalving(eight, machine(0).run)).rejects.toMatchObject({
      code: 'out-of-memory',
      suggestion: expect.stringContaining('smaller model'),
    })
  })

  it('does not go on with a device that is gone', async () => {
    let runs = 0
    const run = async () => {
      runs += 1
      throw new Error('The device was lost.')
    }
    await expect(runHalving(eight, run)).rejects.toMatchObject({ code: 'out-of-memory' })
    expect(runs).toBe(1)
  })

  it('lets other failures through at once', async () => {
    const run = async () => Promise.reject(new Error('something else'))
    await expect(runHalving(eight, run)).rejects.toThrow('something else')
  })
})
