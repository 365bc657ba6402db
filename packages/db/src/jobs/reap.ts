/** Work whose holder stopped in the middle goes back to the queue. */
import { StageName } from '@vitrine/contracts'
import type { Change } from '../context.ts'
import { moveOn } from '../images/changes.ts'
import { perConnection } from '../per-connection.ts'
import { decideExpiry } from './retry.ts'

interface ExpiredRow {
  id: number
  imageId: number
  stage: string
  expiries: number
}

const statements = perConnection((db) => ({
  expired: db.prepare<[number], ExpiredRow>(
    "SELECT id, imageId, stage, expiries FROM Job WHERE state = 'running' AND leaseUntil < ?",
  ),
  requeue: db.prepare(
    `UPDATE Job SET state = 'queued', runAt = @at, attempts = max(0, attempts - 1), expiries = expiries + 1,
            detail = 'Stopped in the middle.', leaseUntil = NULL, token = NULL WHERE id = @id`,
  ),
  fail: db.prepare(
    `UPDATE Job SET state = 'failed', expiries = expiries + 1, detail = @reason, errorCode = 'lease-expired',
            leaseUntil = NULL, token = NULL, finishedAt = @now WHERE id = @id`,
  ),
}))

/** Ends every claim whose lease has run out. It goes to the end of the queue and spends no attempt. */
export function reapExpired(change: Change, random: () => number): void {
  const { db, at: now } = change
  const { expired, requeue, fail } = statements(db)
  for (const { id, imageId, stage: name, expiries } of expired.all(now)) {
    const stage = StageName.parse(name)
    const decision = decideExpiry(expiries + 1, { now, random: random() })
    if (decision.type === 'retry') {
      requeue.run({ id, at: decision.at })
      moveOn(change, [imageId], { type: `${stage}.postponed` })
    } else {
      const reason = `Stopped in the middle ${expiries + 1} times.`
      fail.run({ id, now, reason })
      moveOn(change, [imageId], { type: `${stage}.failed`, reason })
    }
  }
}
