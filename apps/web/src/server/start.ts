/** The life of the process: start the services once, and stop them before it ends. */
import { AppError } from '@vitrine/contracts'
import { getServices, type Services } from './services.ts'

/**
 * Starts the worker, the import folder's watcher and the chores, and arranges a graceful end on SIGTERM
 * (which the scripts also send when their own process is gone). A start that fails ends the process, saying why.
 */
export async function startServices(): Promise<void> {
  try {
    const services = await getServices()
    endWith(services)
    await services.start()
  } catch (thrown) {
    process.stderr.write(`${describeFailure(thrown)}\n`)
    process.exit(1)
  }
}

function endWith(services: Services): void {
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    try {
      await services.stop()
      process.exit(0)
    } catch (thrown) {
      services.logError(thrown, 'stopping')
      process.exit(1)
    }
  }
  process.once('SIGTERM', () => void end())
  process.once('disconnect', () => void end())
}

/** What is known to go wrong is said in a sentence; for the rest, the stack is worth more. */
function describeFailure(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if (!(thrown instanceof AppError)) return thrown.stack ?? thrown.message
  return [thrown.message, thrown.suggestion].filter(Boolean).join(' ')
}
