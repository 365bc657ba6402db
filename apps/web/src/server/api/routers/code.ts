import { z } from 'zod'
import { MAX_CODE_CHARS, previewCode } from '../../code-preview/code-preview.ts'
import { procedure, router } from '../trpc.ts'

export const codeRouter = router({
  /** Changes nothing, but an address is too short for it: HTML that a model wrote as a document for a frame without rights, Tailwind's classes compiled into it. */
  preview: procedure
    .input(z.object({ html: z.string().max(MAX_CODE_CHARS) }))
    .mutation(({ input }) => previewCode(input.html)),
})
