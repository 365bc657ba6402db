/** The job store: each function a door to the room that does it. */
import type { StoreContext } from '../context.ts'
import type { JobStore } from '../db.ts'
import { claimJobs } from './claim.ts'
import { commitPerception, commitReasoning } from './commit.ts'
import { cancel, retryFailed, setPaused, setReasoningAvailable } from './control.ts'
import { countOlder, rerun } from './rerun.ts'
import { settleJob } from './settle.ts'
import { readStatus } from './status.ts'

export function createJobStore(context: StoreContext): JobStore {
  const { handle } = context
  return {
    claim: (options) => claimJobs(context, options),
    heartbeat: (job, leaseMs) =>
      handle.write(
        (db) =>
          db
            .prepare("UPDATE Job SET leaseUntil = ? WHERE id = ? AND token = ? AND state = 'running'")
            .run(handle.now() + leaseMs, job.id, job.token).changes === 1,
      ),
    commitPerception: (job, outcome) => commitPerception(context, job, outcome),
    commitReasoning: (job, result) => commitReasoning(context, job, result),
    settle: (job, outcome) => settleJob(context, job, outcome),
    rerun: (what, stage, engine) => rerun(context, what, { stage, engine }),
    countOlder: async (model, stage) => countOlder(handle.reader, model, stage),
    cancel: (selection, stage) => cancel(context, selection, stage),
    retryFailed: () => retryFailed(context),
    setPaused: (paused) => setPaused(context, paused),
    setReasoningAvailable: (available) => setReasoningAvailable(context, available),
    status: async () => handle.reader.transaction(() => readStatus(handle.reader, handle.now()))(),
  }
}
