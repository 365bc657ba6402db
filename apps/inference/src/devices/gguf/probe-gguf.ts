/** Tries the graphics devices of llama.cpp one after another, each in a process of its own. */
import type { Device } from '@vitrine/contracts'
import { askProcess, type ProbeRunOptions } from '../run-probe.ts'
import { candidatesFor } from './choose-gguf-device.ts'
import { type GgufVerdict, judgeBuild } from './judge-build.ts'
import { GgufProbeAnswer } from './probe-protocol.ts'

export interface GgufProbing extends Omit<ProbeRunOptions, 'env'> {
  platform: NodeJS.Platform
  /** The NVIDIA card's name; null where none is known. */
  nvidia: string | null
}

/** Never rejects: a device's failure is a result. */
export async function probeGguf({ platform, nvidia, ...options }: GgufProbing): Promise<GgufVerdict[]> {
  const verdicts: GgufVerdict[] = []
  for (const device of candidatesFor(platform)) verdicts.push(await probeOne(device, { nvidia, options }))
  return verdicts
}

async function probeOne(
  device: Device,
  { nvidia, options }: { nvidia: string | null; options: ProbeRunOptions },
): Promise<GgufVerdict> {
  const outcome = await askProcess({ device }, GgufProbeAnswer, options)
  return judgeBuild(device, outcome, nvidia)
}
