/** The life of the process: start the services once, and stop them before it ends. */
import { getServices } from './services.ts'

/**
 * Starts the worker, the import folder's watcher and the chores, and arranges a graceful end on SIGTERM
 * (which the scripts also send when their own process is gone).
 */
export async function startServices(): Promise<void> {
  const services = await getServices()
  let isEnding = false
  const end = async (exitCode: number) => {
    if (isEnding) return
    isEnding = true
    try {
      await services.stop()
      process.exit(exitCode)
    } catch (thrown) {
      services.logError(thrown, 'stopping')
      process.exit(1)
    }
  }
  process.once('SIGTERM', () => void end(0))
  process.once('disconnect', () => void end(0))
  await services.start()
}
