import * as z from 'zod'

/** Instants cross as milliseconds since 1970, UTC. */
export const Instant = z.int().nonnegative()
