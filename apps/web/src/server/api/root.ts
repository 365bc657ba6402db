/** The whole API; `AppRouter` is the one thing of the server that the browser's code may look at. */
import { askRouter } from './routers/ask.ts'
import { codeRouter } from './routers/code.ts'
import { collectionsRouter } from './routers/collections.ts'
import { eventsRouter } from './routers/events.ts'
import { exportsRouter } from './routers/exports.ts'
import { imagesRouter } from './routers/images.ts'
import { modelsRouter } from './routers/models.ts'
import { pipelineRouter } from './routers/pipeline.ts'
import { readingsRouter } from './routers/readings.ts'
import { savedSearchesRouter } from './routers/saved-searches.ts'
import { searchRouter } from './routers/search.ts'
import { systemRouter } from './routers/system.ts'
import { tagsRouter } from './routers/tags.ts'
import { toolsRouter } from './routers/tools.ts'
import { videosRouter } from './routers/videos.ts'
import { createCallerFactory, router } from './trpc.ts'

export const appRouter = router({
  ask: askRouter,
  search: searchRouter,
  images: imagesRouter,
  collections: collectionsRouter,
  exports: exportsRouter,
  tags: tagsRouter,
  savedSearches: savedSearchesRouter,
  pipeline: pipelineRouter,
  readings: readingsRouter,
  models: modelsRouter,
  tools: toolsRouter,
  videos: videosRouter,
  code: codeRouter,
  events: eventsRouter,
  system: systemRouter,
})

export type AppRouter = typeof appRouter

/** Calls procedures in this process, as tests and server components do. */
export const createCaller = createCallerFactory(appRouter)
