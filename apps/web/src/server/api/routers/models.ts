import {
  EngineName,
  type ModelsReport,
  ResidencyRequest,
  ServersRequest,
  ServerTrial,
  WeightsKey,
} from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const ByKey = z.object({ key: WeightsKey })

/** Weights, devices and memory. What a change leads to is seen in the next report. */
export const modelsRouter = router({
  report: procedure.query(({ ctx, signal }): Promise<ModelsReport> => ctx.services.models.report(signal)),

  /** Begins a download, or goes on with one; does not wait for its end. */
  pull: procedure.input(ByKey).mutation(({ ctx, input }) => ctx.services.models.pull(input.key)),

  /** Stops a download; what was fetched stays. */
  cancel: procedure.input(ByKey).mutation(({ ctx, input }) => ctx.services.models.cancel(input.key)),

  remove: procedure.input(ByKey).mutation(({ ctx, input }) => ctx.services.models.remove(input.key)),

  /** The pipeline is woken: with another engine there may be work that waited for it. */
  use: procedure.input(ByKey).mutation(async ({ ctx, input }) => {
    await ctx.services.models.use(input.key)
    ctx.services.pipeline.poke()
  }),

  rescan: procedure.mutation(({ ctx }) => ctx.services.models.rescan()),

  residency: procedure
    .input(z.object({ engine: EngineName, request: ResidencyRequest }))
    .mutation(({ ctx, input }) => ctx.services.models.residency(input.engine, input.request)),

  /** Servers that answer questions and read deeply, asked just now. */
  servers: procedure.query(({ ctx, signal }) => ctx.services.models.servers(signal)),

  /** The pipeline is woken: readings may have waited for a server. */
  chooseServers: procedure.input(ServersRequest).mutation(async ({ ctx, input }) => {
    await ctx.services.models.chooseServers(input)
    ctx.services.pipeline.poke()
  }),

  /** What answers at an address, before it is used. */
  tryServer: procedure.input(ServerTrial).mutation(({ ctx, input }) => ctx.services.models.tryServer(input)),

  probeDevices: procedure.mutation(({ ctx }) => ctx.services.models.probeDevices()),
})
