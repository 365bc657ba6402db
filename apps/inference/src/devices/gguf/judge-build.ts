/** From what a build of llama.cpp says to what is said of the device: pure. */
import type { Device } from '@vitrine/contracts'
import { isGraphics } from '../../engines/gguf/library.ts'
import { DEVICE_TITLES } from '../judge.ts'
import type { Unanswered } from '../probe-protocol.ts'
import type { GgufProbeAnswer } from './probe-protocol.ts'

export interface GgufVerdict {
  device: Device
  works: boolean
  /** One sentence for a person: what is there, or what is missing. */
  why: string
}

/** The library's CUDA build has code for compute capability 8.9 only, and none that a driver could translate. */
const ADA = /RTX\s*40[5-9]0|RTX\s*\d{4}\s*(?:SFF\s*)?Ada|\bL(?:2|4|20|40[SG]?)\b/i

/** What the loader says, and how to say it to a person. */
const REASONS: readonly [RegExp, string][] = [
  [/libvulkan\.so/, 'There is no Vulkan loader; on Debian and Ubuntu: apt install libvulkan1.'],
  [
    /lib(?:cudart|cublas|cublasLt|nccl)\.so/,
    'The libraries of CUDA 12 are missing (libcudart, libcublas and libnccl).',
  ],
  [/libcuda\.so/, 'There is no NVIDIA driver.'],
  [/libgomp\.so/, 'The library libgomp is missing; on Debian and Ubuntu: apt install libgomp1.'],
  [/GLIBC_/, "This system's C library is too old for llama.cpp's build, which needs glibc 2.34."],
  [/Cannot find module/, "llama.cpp's package has no such build for this system."],
]

/** @param nvidia The NVIDIA card's name; null where none is known. */
export function judgeBuild(
  device: Device,
  outcome: GgufProbeAnswer | Unanswered,
  nvidia: string | null,
): GgufVerdict {
  const title = DEVICE_TITLES[device]
  const fails = (why: string): GgufVerdict => ({ device, works: false, why })
  switch (outcome.type) {
    case 'no-library':
      return fails(outcome.message)
    case 'not-loaded': {
      const reason = REASONS.find(([sign]) => sign.test(outcome.message))?.[1]
      return fails(`${title} does not load. ${reason ?? outcome.message}`)
    }
    case 'loaded':
      if (!outcome.devices.some(isGraphics)) return fails(`${title} finds no graphics card here.`)
      if (device === 'cuda' && nvidia !== null && !ADA.test(nvidia))
        return fails(`llama.cpp's CUDA build is for RTX 40 cards only (sm_89), and this is ${nvidia}.`)
      return { device, works: true, why: `llama.cpp runs on ${title}.` }
    case 'died':
      return fails(`${title} was tried, and the process that tried it ${outcome.how}.`)
    case 'hung':
      return fails(`${title} gave no answer within ${Math.round(outcome.afterMs / 1000)} s.`)
    case 'stopped':
      return fails(`The try of ${title} was stopped before its end.`)
  }
}
