import type { Device } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { dtypesFor, GRAPHS, parseDtypes } from './dtypes.ts'

describe('dtypesFor', () => {
  const gpus: Device[] = ['cuda', 'webgpu', 'dml', 'coreml']
  it.each(gpus)('never takes a decoder on %s that the runtime refuses, or 8 bits', (device) => {
    const dtypes = dtypesFor(device)
    expect(Object.keys(dtypes)).toEqual(GRAPHS)
    expect(['fp32', 'q4']).toContain(dtypes.decoder_model_merged)
    expect(Object.values(dtypes)).not.toContain('q8')
  })

  it('takes full precision on the processor', () => {
    expect(new Set(Object.values(dtypesFor('cpu')))).toEqual(new Set(['fp32']))
  })

  it('lets a person decide', () => {
    expect(dtypesFor('cuda', parseDtypes('encoder_model=fp32'))).toEqual({
      embed_tokens: 'fp16',
      vision_encoder: 'fp16',
      encoder_model: 'fp32',
      decoder_model_merged: 'q4',
    })
  })
})

describe('dtypesFor Qwen-VL', () => {
  it.each<[Device, string]>([
    ['cpu', 'fp16 fp32 q4'],
    ['cuda', 'fp16 fp16 q4f16'],
    ['webgpu', 'fp16 fp16 q4f16'],
  ])('on %s: %s', (device, expected) => {
    const dtypes = dtypesFor(device, {}, 'qwen2-vl')
    expect(Object.keys(dtypes)).toEqual(['embed_tokens', 'vision_encoder', 'decoder_model_merged'])
    expect(Object.values(dtypes).join(' ')).toBe(expected)
  })

  it('lets a person decide', () => {
    const { decoder_model_merged: decoder } = dtypesFor(
      'cuda',
      parseDtypes('decoder_model_merged=q4'),
      'qwen2-vl',
    )
    expect(decoder).toBe('q4')
  })

  it("leaves llama.cpp's files as they are published", () => {
    expect(dtypesFor('cuda', parseDtypes('fp32'), 'gguf')).toEqual({ model: 'q4-k-m', mmproj: 'fp16' })
  })
})

describe('parseDtypes', () => {
  it.each<[string, Record<string, string>]>([
    ['q8', { embed_tokens: 'q8', vision_encoder: 'q8', encoder_model: 'q8', decoder_model_merged: 'q8' }],
    ['vision_encoder=fp32', { vision_encoder: 'fp32' }],
    [
      ' vision_encoder = fp16 , decoder_model_merged=q4 ',
      { vision_encoder: 'fp16', decoder_model_merged: 'q4' },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseDtypes(text)).toEqual(expected)
  })

  it.each<[string, RegExp]>([
    ['half', /“half”.*for example fp32/],
    ['decoder=q4', /“decoder”.*embed_tokens, vision_encoder/],
    ['encoder_model=q5', /“q5”.*fp16, q8/],
    ['encoder_model=mixed', /“mixed”/],
    ['encoder_model=q4=q8', /no graph=precision pair/],
    ['encoder_model=q4,', /no graph=precision pair/],
  ])('refuses %s with an example', (text, sentence) => {
    expect(() => parseDtypes(text)).toThrow(sentence)
  })
})
