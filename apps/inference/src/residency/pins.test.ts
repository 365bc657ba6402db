import type { Device, StageName } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { Fitness } from './choose.ts'
import { findPinned, type Pinnable } from './pins.ts'

const GIB = 1024 ** 3
const ABLE: Fitness = { type: 'able' }
const FAILED: Fitness = { type: 'failed', why: 'It crashed.', isLasting: false }
const ABSENT: Fitness = { type: 'absent', why: 'No weights.' }

interface Named extends Pinnable {
  name: string
}

function engine(
  name: string,
  device: Device,
  needGib: number,
  { fitness = ABLE, stage = 'perception' }: { fitness?: Fitness; stage?: StageName } = {},
): Named {
  const needBytes = needGib * GIB
  return {
    name,
    device,
    needBytes,
    measured: { expectedBytes: needBytes },
    fitness,
    manifest: { stages: [stage] },
  }
}

const builtin = engine('builtin', 'cpu', 0.6)
const reasoning = (needGib: number) => engine('reasoning', 'cuda', needGib, { stage: 'reasoning' })

describe('findPinned', () => {
  it.each<[string, Named[], string[]]>([
    ['the only engine stays', [builtin], ['builtin']],
    [
      '12 GB hold both stages',
      [engine('florence', 'cuda', 4), reasoning(6), builtin],
      ['florence', 'reasoning'],
    ],
    [
      'one card that is reached in two ways holds both all the same',
      [engine('florence', 'webgpu', 4), engine('gguf', 'vulkan', 6, { stage: 'reasoning' }), builtin],
      ['florence', 'gguf'],
    ],
    [
      'and is not taken for two cards',
      [engine('florence', 'cuda', 4), engine('gguf', 'vulkan', 7, { stage: 'reasoning' }), builtin],
      [],
    ],
    [
      'a second engine for conversations is for who asks for it',
      [engine('florence', 'cuda', 4), reasoning(6), { ...reasoning(6), name: 'other' }, builtin],
      ['florence', 'reasoning'],
    ],
    [
      '8 GB hold one at a time, and none for good',
      [engine('florence', 'cuda', 4), reasoning(9), builtin],
      [],
    ],
    ['a large engine gives a processor its memory back', [engine('florence', 'cpu', 4), builtin], []],
    [
      'where the better engine fails, the other stays',
      [engine('florence', 'cuda', 4, { fitness: FAILED }), builtin],
      ['builtin'],
    ],
    [
      'weights that are not here change nothing',
      [engine('f', 'cuda', 4, { fitness: ABSENT }), builtin],
      ['builtin'],
    ],
    [
      'weights that are not here do not crowd a device',
      [engine('florence', 'cuda', 4), engine('gguf', 'cuda', 9, { fitness: ABSENT, stage: 'reasoning' })],
      ['florence'],
    ],
  ])('%s', (_name, engines, expected) => {
    expect([...findPinned(engines, () => 10 * GIB)].map(({ name }) => name)).toEqual(expected)
  })
})
