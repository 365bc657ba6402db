/** What a probe's process and its parent say to each other, and how a probe can end. */
import { Device } from '@vitrine/contracts'
import { z } from 'zod'

export const ProbeRequest = z.object({ device: Device, threads: z.int().positive() })
export type ProbeRequest = z.infer<typeof ProbeRequest>

export const ProbeAnswer = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ran'),
    /** The fastest of a few runs. */
    runMs: z.number().nonnegative(),
    /** The same on the processor. */
    cpuMs: z.number().nonnegative(),
    /** How far the result is from the processor's: length of the difference over length of the result. */
    error: z.number().nonnegative(),
  }),
  z.object({ type: z.literal('threw'), message: z.string() }),
])
export type ProbeAnswer = z.infer<typeof ProbeAnswer>

/** A probe's end. `log`: what the process and its libraries wrote meanwhile. */
export type ProbeOutcome = (ProbeAnswer | Unanswered) & { log: string }

/** How a process ends that gives no answer. */
export type Unanswered =
  /** `how` completes "the process …". */
  { type: 'died'; how: string } | { type: 'hung'; afterMs: number } | { type: 'stopped' }
