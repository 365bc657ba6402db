import type { DtypeMap } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { chooseDtypes } from './dtypes.ts'

describe('chooseDtypes', () => {
  it.each<[string, DtypeMap, Parameters<typeof chooseDtypes>[1], DtypeMap | null]>([
    ['what is wanted, where it is', { a: 'q4' }, { a: ['fp32', 'q4'] }, { a: 'q4' }],
    ['whole precision before eight bits', { a: 'fp16' }, { a: ['q8', 'fp32'] }, { a: 'fp32' }],
    ['eight bits before four', { a: 'fp16' }, { a: ['q4', 'q8'] }, { a: 'q8' }],
    ['four bits before half precision', { a: 'fp32' }, { a: ['fp16', 'q4'] }, { a: 'q4' }],
    ['half precision before nothing', { a: 'fp32' }, { a: ['fp16'] }, { a: 'fp16' }],
    ['each graph on its own', { a: 'fp16', b: 'q4' }, { a: ['fp16'], b: ['fp32'] }, { a: 'fp16', b: 'fp32' }],
    ['nothing when one graph has none', { a: 'fp32', b: 'fp32' }, { a: ['fp32'] }, null],
    [
      'no decoder in half precision',
      { decoder_model_merged: 'q4' },
      { decoder_model_merged: ['fp16', 'q4f16'] },
      null,
    ],
    [
      'a decoder in half precision that is asked for',
      { decoder_model_merged: 'fp16' },
      { decoder_model_merged: ['fp16', 'q4'] },
      { decoder_model_merged: 'fp16' },
    ],
  ])('takes %s', (_name, wanted, available, expected) => {
    expect(chooseDtypes(wanted, available)).toEqual(expected)
  })
})
