import { describe, expect, it } from 'vitest'
import { judgeProbe } from './judge.ts'
import type { ProbeOutcome } from './probe-protocol.ts'

const ran = (runMs: number, cpuMs: number, error = 1e-6): ProbeOutcome => ({
  type: 'ran',
  runMs,
  cpuMs,
  error,
  log: '',
})
const threw = (message: string, log = ''): ProbeOutcome => ({ type: 'threw', message, log })

const NO_CUDA = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library'
const NO_PROVIDERS =
  'Failed to load library /x/libonnxruntime_providers_shared.so with error: /x/libonnxruntime_providers_shared.so: cannot open shared object file: No such file or directory'
const NO_CUBLAS =
  'Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory'
const NO_VULKAN =
  "Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file: No such file or directory"
const NO_ADAPTER =
  'webgpu_context.cc:136 adapter_result.status == Success was false. Failed to get a WebGPU adapter: No supported adapters\n'

describe('judgeProbe', () => {
  it.each<[string, Parameters<typeof judgeProbe>, string, RegExp]>([
    ['a fast and right device', ['cuda', ran(4, 60)], 'works', /15 times faster/],
    ['the processor itself', ['cpu', ran(60, 60, 0)], 'works', /processor works/],
    ['software posing as a GPU', ['webgpu', ran(750, 2)], 'unusable', /software device.*375 times slower/],
    ['a device just as fast as the processor', ['webgpu', ran(60, 60)], 'unusable', /software device/],
    ['wrong numbers', ['webgpu', ran(4, 60, 0.4)], 'failed', /wrong numbers/],
    ['no numbers', ['webgpu', ran(4, 60, Number.MAX_VALUE)], 'failed', /wrong numbers/],
    [
      'no CUDA provider',
      ['cuda', threw(NO_CUDA, NO_PROVIDERS)],
      'missing',
      /CUDA libraries are not installed/,
    ],
    ['no CUDA toolkit', ['cuda', threw(NO_CUDA, NO_CUBLAS)], 'missing', /libcublasLt\.so\.13 was not found/],
    [
      'no cuDNN',
      ['cuda', threw('Conv: cuDNN is not available at runtime')],
      'missing',
      /cuDNN was not found/,
    ],
    ['no Vulkan', ['webgpu', threw(NO_ADAPTER, NO_VULKAN)], 'missing', /no Vulkan here/],
    ['no card', ['webgpu', threw(NO_ADAPTER)], 'missing', /no graphics card/],
    [
      'a provider of another platform',
      ['dml', threw('ERR: [dml] backend not found.')],
      'missing',
      /does not have it/,
    ],
    [
      'an old driver',
      ['cuda', threw('CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version')],
      'missing',
      /driver is too old/,
    ],
    [
      'anything else that is thrown',
      ['cuda', threw('CUDA failure 2: out of memory\nat x')],
      'failed',
      /out of memory$/,
    ],
    [
      'a process that dies',
      ['webgpu', { type: 'died', how: 'was ended by SIGABRT', log: '' }],
      'failed',
      /SIGABRT/,
    ],
    ['a process that hangs', ['cuda', { type: 'hung', afterMs: 90_000, log: '' }], 'failed', /within 90 s/],
  ])('%s', (_name, given, state, detail) => {
    const verdict = judgeProbe(...given)
    expect(verdict.state).toBe(state)
    expect(verdict.detail).toMatch(detail)
  })
})
