/** From how a probe ended to what is said of the device: pure. */
import type { Device, DeviceProbe } from '@vitrine/contracts'
import type { ProbeOutcome } from './probe-protocol.ts'

export type Verdict = Pick<DeviceProbe, 'state' | 'detail' | 'runMs'>

/** Half precision inside a GPU's matrix units stays well below; another answer altogether does not. */
const MAX_ERROR = 0.02

export const DEVICE_TITLES: Record<Device, string> = {
  cpu: 'The processor',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  vulkan: 'Vulkan',
  metal: 'Metal',
  dml: 'DirectML',
  coreml: 'Core ML',
  remote: 'The remote device',
}

/** What the runtime or a driver says when a thing is simply not there, and how to say it to a person. */
const MISSING: readonly [RegExp, string | ((match: RegExpExecArray) => string)][] = [
  [
    /libonnxruntime_providers_(?:shared|cuda)\.so: cannot open/,
    "ONNX Runtime's CUDA libraries are not installed.",
  ],
  [
    /(lib(?:cud|cu|nv)\w*\.so[.\d]*): cannot open/,
    ([, library]) => `The CUDA library ${library} was not found.`,
  ],
  [/cudnn/i, 'cuDNN was not found, or does not fit.'],
  [/driver version is insufficient/i, 'The NVIDIA driver is too old for CUDA 13.'],
  [/no CUDA-capable device/i, 'CUDA found no NVIDIA card.'],
  [/Couldn't load Vulkan/, 'There is no Vulkan here, which WebGPU needs: no graphics driver is installed.'],
  [/Failed to get a WebGPU adapter|No supported adapters/, 'WebGPU found no graphics card that it can use.'],
  [/backend not found|no available backend/i, 'This build of ONNX Runtime does not have it.'],
  [/Failed to load shared library/, 'The libraries that it needs were not found.'],
]

/** Never says `works` of a device that is no faster than the processor: that is software posing as one. */
export function judgeProbe(device: Device, outcome: ProbeOutcome): Verdict {
  const title = DEVICE_TITLES[device]
  switch (outcome.type) {
    case 'ran':
      return judgeRun(device, outcome)
    case 'threw':
      return { ...judgeError(title, `${outcome.log}\n${outcome.message}`, outcome.message), runMs: null }
    case 'died':
      return failed(`${title} was tried, and the process that tried it ${outcome.how}.`)
    case 'hung':
      return failed(`${title} gave no answer within ${Math.round(outcome.afterMs / 1000)} s.`)
    case 'stopped':
      return failed(`The try of ${title} was stopped before its end.`)
  }
}

function judgeRun(device: Device, { runMs, cpuMs, error }: Extract<ProbeOutcome, { type: 'ran' }>): Verdict {
  const title = DEVICE_TITLES[device]
  if (error > MAX_ERROR)
    return { ...failed(`${title} gives wrong numbers: its results are not the processor's.`), runMs }
  if (device === 'cpu') return { state: 'works', detail: 'The processor works.', runMs }
  const times = (ratio: number) => (ratio < 10 ? ratio.toFixed(1) : String(Math.round(ratio)))
  if (runMs >= cpuMs) {
    const detail = `${title} runs on a software device: it is ${times(runMs / cpuMs)} times slower than the processor.`
    return { state: 'unusable', detail, runMs }
  }
  const detail = `${title} works: it is ${times(cpuMs / runMs)} times faster than the processor.`
  return { state: 'works', detail, runMs }
}

function judgeError(title: string, text: string, message: string): Omit<Verdict, 'runMs'> {
  for (const [pattern, sentence] of MISSING) {
    const match = pattern.exec(text)
    if (match) {
      const detail = typeof sentence === 'string' ? sentence : sentence(match)
      return { state: 'missing', detail }
    }
  }
  const first = message.trim().split('\n')[0] ?? ''
  return { state: 'failed', detail: `${title} failed: ${first.slice(0, 300)}` }
}

const failed = (detail: string): Verdict => ({ state: 'failed', detail, runMs: null })
