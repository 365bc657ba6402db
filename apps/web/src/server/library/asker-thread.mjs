// @ts-check
/**
 * The thread in which SQL about a whole database file is answered: an integrity check of a large library would hold up
 * every request of the process. Plain JavaScript because Node 20 starts it as it is, from the source as from the build.
 */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

if (!parentPort) throw new Error('This file runs as a worker thread.')
const port = parentPort

const BUSY_TIMEOUT_MS = 15_000

/** @type {Database.Database | undefined} */
let db

/** @param {string} sql */
function answer(sql) {
  db ??= new Database(workerData.file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  db.pragma('query_only = ON')
  return db.prepare(sql).all()
}

port.on('message', (/** @type {string} */ sql) => {
  try {
    port.postMessage({ type: 'rows', rows: answer(sql) })
  } catch (error) {
    // An error that crosses threads loses its code.
    if (!(error instanceof Error)) throw error
    const code = 'code' in error ? String(error.code) : ''
    port.postMessage({ type: 'failed', code, message: error.message })
  }
})
