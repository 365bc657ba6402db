/** The few settings the scripts themselves need; everything else is read by the apps' own env.ts. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { root } from './paths.mjs'
import { fail } from './say.mjs'

export function loadConfig() {
  const file = path.join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  return {
    host: process.env.VITRINE_HOST ?? '0.0.0.0',
    port: readPort('VITRINE_PORT', 3210),
    inferencePort: readPort('VITRINE_INFERENCE_PORT', 3211),
    dataDir: path.resolve(root, process.env.VITRINE_DATA_DIR ?? 'data'),
    importDir: readFolder('VITRINE_IMPORT_DIR'),
    backupDir: readFolder('VITRINE_BACKUP_DIR'),
    modelsDir: readFolder('VITRINE_MODELS_DIR'),
  }
}

/** Absolute: the two processes run in folders of their own. */
function readFolder(key) {
  const folder = process.env[key]
  return folder ? path.resolve(root, folder) : undefined
}

function readPort(key, fallback) {
  const text = process.env[key]
  if (!text) return fallback
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    fail(
      `${key} is "${text}", which is no port.`,
      `Use a number from 1 to 65535, for example ${key}=${fallback}.`,
    )
  return port
}

/** How long a Vitrine that has just been killed may take to let its ports go. */
const LET_GO_MS = 10_000

/** @returns {Promise<string | undefined>} why the port cannot be opened, as Node names it */
function tryPort(port, host) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
}

/** A Vitrine that was killed without a word notices within a moment, hands its work back and ends. */
async function tryPortPatiently(port, host) {
  const end = Date.now() + LET_GO_MS
  let code = await tryPort(port, host)
  if (code === 'EADDRINUSE' && (await isStopping(port)))
    while (code === 'EADDRINUSE' && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      code = await tryPort(port, host)
    }
  return code
}

/** Whether what listens there is no healthy server: it is on its way out, and worth a short wait. */
async function isStopping(port) {
  const [first, second] = [
    await answersAt(port),
    await new Promise((resolve) => setTimeout(resolve, 700)).then(() => answersAt(port)),
  ]
  return !(first && second)
}

async function answersAt(port) {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2000) })
    return true
  } catch (error) {
    return error.name === 'TimeoutError' // silent but there; refused or reset means that it is going
  }
}

/** Refuses early, with one sentence, when a port cannot be had. */
export async function requirePort(port, host, key) {
  const code = await tryPortPatiently(port, host)
  if (code === 'EADDRINUSE')
    fail(
      `Port ${port} is taken by another program (or by a Vitrine that is already running).`,
      `Stop that one, or choose another port: ${key}=${port + 100} npm start`,
    )
  if (code === 'EACCES')
    fail(
      `Port ${port} may not be opened without special rights.`,
      `Choose one above 1023: ${key}=3210 npm start`,
    )
  if (code) fail(`Port ${port} on ${host} cannot be opened (${code}).`, `Check VITRINE_HOST and ${key}.`)
}

export function requireWritable(dir) {
  try {
    mkdirSync(dir, { recursive: true })
    accessSync(dir, constants.W_OK)
  } catch (error) {
    fail(
      `The data folder ${dir} cannot be written to (${error.code}).`,
      'Give yourself the right to write there, or set VITRINE_DATA_DIR to another folder.',
    )
  }
}

/** The addresses other machines on the network can use, for a server that listens on all of them. */
export function lanAddresses(port) {
  return Object.values(networkInterfaces())
    .flat()
    .filter((face) => face && face.family === 'IPv4' && !face.internal)
    .map((face) => `http://${face.address}:${port}`)
}
