import { ImageId } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

export const videosRouter = router({
  /** Reads the video of this keyframe as one sequence, now; resolves when its reading is stored. */
  read: procedure.input(z.object({ imageId: ImageId })).mutation(async ({ ctx, input, signal }) => {
    const { sequences, stopping } = ctx.services
    await sequences.read(input.imageId, signal ? AbortSignal.any([signal, stopping]) : stopping)
  }),
})
