/** Ends this process when its parent has gone, even while a model's run blocks the event loop. */
import { Worker } from 'node:worker_threads'

const POLL_MS = 500

// A thread of its own: IPC's `disconnect` is only heard between two runs, and never by a hung loop.
const PROGRAM = `
  const { workerData } = require('node:worker_threads')
  setInterval(() => {
    if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL')
  }, workerData.pollMs)
`

export function watchForOrphaning(): void {
  const workerData = { parent: process.ppid, pollMs: POLL_MS }
  new Worker(PROGRAM, { eval: true, workerData, execArgv: [] }).unref()
}
