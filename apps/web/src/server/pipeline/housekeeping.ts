/** What nobody waits for: emptying the trash, forgetting old events. */
import { AppError } from '@vitrine/contracts'
import type { Log } from '../log.ts'

const HOUR_MS = 60 * 60 * 1000

/** One thing to do now and then; returns how many it did. */
export interface Chore {
  name: string
  run(): Promise<number>
}

export interface Housekeeping {
  start(): void
  stop(): void
}

/** Runs the chores at the start and every hour; one that fails is logged and tried again the next hour. */
export function createHousekeeping(chores: readonly Chore[], log: Log): Housekeeping {
  let timer: NodeJS.Timeout | undefined
  const round = async () => {
    for (const chore of chores) {
      try {
        const count = await chore.run()
        if (count > 0) log.info({ count }, chore.name)
      } catch (thrown) {
        log.error({ err: AppError.from(thrown) }, `${chore.name}: failed`)
      }
    }
  }
  return {
    start() {
      if (timer) return
      timer = setInterval(() => void round(), HOUR_MS).unref()
      void round()
    },
    stop: () => clearInterval(timer),
  }
}
