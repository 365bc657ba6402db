/** What the probe's process and its parent say to each other. */
import { Device } from '@vitrine/contracts'
import { z } from 'zod'
import { BackendDevices } from '../../engines/gguf/library.ts'

export const GgufProbeRequest = z.object({ device: Device })
export type GgufProbeRequest = z.infer<typeof GgufProbeRequest>

export const GgufProbeAnswer = z.discriminatedUnion('type', [
  /** The build for the device loads, and can compute on these. */
  z.object({ type: z.literal('loaded'), devices: BackendDevices }),
  /** What the loader says. */
  z.object({ type: z.literal('not-loaded'), message: z.string() }),
  /** The library itself is not here. */
  z.object({ type: z.literal('no-library'), message: z.string() }),
])
export type GgufProbeAnswer = z.infer<typeof GgufProbeAnswer>
