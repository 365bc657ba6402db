/** On which device models run: pure. */
import type { Device, DeviceProbe, DeviceWish } from '@vitrine/contracts'
import { DEVICE_TITLES } from './judge.ts'

/** Fastest first, and the processor, which is always there, last. */
const CANDIDATES: Partial<Record<NodeJS.Platform, readonly Device[]>> = {
  linux: ['cuda', 'webgpu', 'cpu'],
  win32: ['cuda', 'dml', 'webgpu', 'cpu'],
  darwin: ['coreml', 'webgpu', 'cpu'],
}

export const candidatesFor = (platform: NodeJS.Platform): readonly Device[] => CANDIDATES[platform] ?? ['cpu']

export interface DeviceQuestion {
  wish: DeviceWish
  platform: NodeJS.Platform
  /** Of the candidates; empty until they were tried. */
  probes: readonly DeviceProbe[]
  /** Devices that passed their probe and then could not load a real model, each with what went wrong. */
  dropped: ReadonlyMap<Device, string>
}

export type DeviceChoice =
  | { type: 'chosen'; device: Device; why: string }
  /** Not tried yet. */
  | { type: 'unknown'; why: string }
  /** The device that a person asks for does not work; nothing else is taken in its place without a word. */
  | { type: 'none'; why: string; suggestion: string }

/** A slow device is taken when a person asks for it, and never of its own accord. */
export function chooseDevice(question: DeviceQuestion): DeviceChoice {
  const { wish } = question
  if (wish === 'cpu') return chosen('cpu', 'VITRINE_DEVICE asks for the processor.')
  return wish === 'auto' ? chooseFastest(question) : chooseWished(wish, question)
}

function chooseFastest({ platform, probes, dropped }: DeviceQuestion): DeviceChoice {
  if (probes.length === 0) return { type: 'unknown', why: 'The devices are being tried.' }
  const passed: string[] = []
  for (const device of candidatesFor(platform)) {
    const probe = probes.find((one) => one.device === device)
    const reason = dropped.get(device)
    if (reason !== undefined) passed.push(`${DEVICE_TITLES[device]} was given up: ${reason}`)
    else if (device === 'cpu')
      return chosen(
        'cpu',
        ['No graphics card could be used, so the processor does the work.', ...passed].join(' '),
      )
    else if (probe?.state === 'works') return chosen(device, [probe.detail, ...passed].join(' '))
  }
  return chosen('cpu', ['The processor does the work.', ...passed].join(' '))
}

function chooseWished(
  wish: Exclude<DeviceWish, 'auto' | 'cpu'>,
  { platform, probes, dropped }: DeviceQuestion,
): DeviceChoice {
  const candidates = candidatesFor(platform)
  const suggestion = `Set VITRINE_DEVICE=auto to take the best that works, or one of ${candidates.join(', ')}.`
  if (!candidates.includes(wish))
    return none(
      `VITRINE_DEVICE asks for ${DEVICE_TITLES[wish]}, which this system does not have.`,
      suggestion,
    )
  const probe = probes.find((one) => one.device === wish)
  if (!probe) return { type: 'unknown', why: `${DEVICE_TITLES[wish]} is being tried.` }
  const reason = dropped.get(wish)
  if (reason !== undefined)
    return none(`VITRINE_DEVICE asks for ${DEVICE_TITLES[wish]}. ${reason}`, suggestion)
  return probe.state === 'works' || probe.state === 'unusable'
    ? chosen(wish, `VITRINE_DEVICE asks for it. ${probe.detail}`)
    : none(`VITRINE_DEVICE asks for ${DEVICE_TITLES[wish]}. ${probe.detail}`, suggestion)
}

const chosen = (device: Device, why: string): DeviceChoice => ({ type: 'chosen', device, why })
const none = (why: string, suggestion: string): DeviceChoice => ({ type: 'none', why, suggestion })
