/** The product as `npm start` runs it, on free ports over an empty folder. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const ROOT = path.join(import.meta.dirname, '../../..')
const START_TIMEOUT_MS = 300_000

export interface Product {
  webUrl: string
  sidecarUrl: string
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port could be had.')
  return address.port
}

async function isServing(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch (thrown) {
    // Nobody listens there yet.
    if (thrown instanceof TypeError) return false
    throw thrown
  }
}

export async function startProduct(): Promise<Product> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vitrine-bench-'))
  const [port, inferencePort] = [await freePort(), await freePort()]
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      VITRINE_HOST: '127.0.0.1',
      VITRINE_PORT: String(port),
      VITRINE_INFERENCE_PORT: String(inferencePort),
      VITRINE_INFERENCE_URLS: `http://127.0.0.1:${inferencePort}`,
      VITRINE_IMPORT_DIR: '',
      VITRINE_DATA_DIR: dataDir,
      VITRINE_LOG_LEVEL: 'warn',
    },
  })
  const webUrl = `http://127.0.0.1:${port}`
  const sidecarUrl = `http://127.0.0.1:${inferencePort}`
  const end = Date.now() + START_TIMEOUT_MS
  while (!((await isServing(`${webUrl}/api/health`)) && (await isServing(`${sidecarUrl}/health`)))) {
    if (child.exitCode !== null || Date.now() > end) throw new Error('The product did not come up.')
    await delay(200)
  }
  return {
    webUrl,
    sidecarUrl,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
