import { describe, expect, it } from 'vitest'
import { type CudaGap, howToGetCuda } from './get-cuda.ts'

const GAP: CudaGap = { hasCard: true, platform: 'linux', driver: '580.65.06', said: '' }
const missing = (library: string) =>
  `Failed to load library /x with error: ${library}: cannot open shared object file`

describe('howToGetCuda', () => {
  it('has nothing to say where there is no such card', () => {
    expect(howToGetCuda({ ...GAP, hasCard: false })).toEqual([])
  })

  it.each<[string, Partial<CudaGap>, RegExp[]]>([
    [
      'no driver',
      { driver: null, said: missing('libonnxruntime_providers_shared.so') },
      [
        /Install NVIDIA's driver, version 580/,
        /install\.js/,
        /CUDA 13/,
        /LD_LIBRARY_PATH/,
        /cuDNN 9/,
        /again/,
      ],
    ],
    [
      'an old driver',
      { driver: '550.54.14' },
      [/550\.54\.14 is here.*580/, /install\.js/, /CUDA 13/, /LD_LIBRARY_PATH/, /cuDNN/, /again/],
    ],
    [
      'no provider',
      { said: missing('/x/libonnxruntime_providers_shared.so') },
      [/install\.js/, /CUDA 13/, /LD_LIBRARY_PATH/, /cuDNN/, /again/],
    ],
    [
      'no CUDA libraries',
      { said: missing('libcublasLt.so.13') },
      [/does not find libcublasLt\.so\.13/, /LD_LIBRARY_PATH/, /cuDNN/, /again/],
    ],
    ['no cuDNN', { said: missing('libcudnn.so.9') }, [/cuDNN 9/, /again/]],
    [
      'Windows',
      { platform: 'win32', said: missing('libcublas.so.13') },
      [/CUDA 13/, /PATH/, /cuDNN/, /again/],
    ],
    ['nothing that it knows of', { said: 'CUDA failure 999' }, [/again/]],
  ])('%s', (_name, gap, expected) => {
    const steps = howToGetCuda({ ...GAP, ...gap })
    expect(steps).toHaveLength(expected.length)
    expected.forEach((pattern, index) => {
      expect(steps[index]).toMatch(pattern)
    })
  })
})
