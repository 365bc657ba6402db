import { describe, expect, it } from 'vitest'
import { parseCards, parseProcesses } from './nvidia-smi.ts'

const MIB = 1024 ** 2

describe('parseCards', () => {
  it.each<[string, string, ReturnType<typeof parseCards>]>([
    ['nothing', '', []],
    [
      'two cards',
      'NVIDIA GeForce RTX 4070, 12282, 611, 580.65.06\nNVIDIA T4, 15360, 3, 580.65.06\n',
      [
        {
          name: 'NVIDIA GeForce RTX 4070',
          totalBytes: 12_282 * MIB,
          usedBytes: 611 * MIB,
          driver: '580.65.06',
        },
        { name: 'NVIDIA T4', totalBytes: 15_360 * MIB, usedBytes: 3 * MIB, driver: '580.65.06' },
      ],
    ],
    [
      'a card that shares the memory of the system',
      'NVIDIA GB10, [N/A], [N/A], 580.95.05\n',
      [{ name: 'NVIDIA GB10', totalBytes: null, usedBytes: null, driver: '580.95.05' }],
    ],
    ['a complaint', 'NVIDIA-SMI has failed because it could not talk to the driver.\n', []],
  ])('%s', (_name, csv, cards) => {
    expect(parseCards(csv)).toEqual(cards)
  })
})

describe('parseProcesses', () => {
  it('sums a process over its cards and passes over what has no number', () => {
    expect(parseProcesses('41, 1000\n42, 500\n42, 20\n43, [N/A]\n')).toEqual(
      new Map([
        [41, 1000 * MIB],
        [42, 520 * MIB],
      ]),
    )
  })
})
