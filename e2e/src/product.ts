/** The whole product in a folder of its own, started the way a person starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** A running Vitrine; `kill` and `start` again to see what survives. */
export class Product {
  /** What it has printed so far: shown when a test fails. */
  log = ''
  #process: ChildProcess | undefined

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    private readonly env: Record<string, string>,
  ) {}

  static async create(extra: Record<string, string> = {}): Promise<Product> {
    const [port, inferencePort] = [await freePort(), await freePort()]
    const dataDir = await mkdtemp(path.join(tmpdir(), 'vitrine-e2e-'))
    const product = new Product(`http://127.0.0.1:${port}`, dataDir, {
      VITRINE_HOST: '127.0.0.1',
      VITRINE_PORT: String(port),
      VITRINE_INFERENCE_PORT: String(inferencePort),
      VITRINE_DATA_DIR: dataDir,
      // Trying the devices has tests of its own; here it would only take time from what is watched.
      VITRINE_DEVICE: 'cpu',
      ...extra,
    })
    await product.start()
    return product
  }

  /** Starts it and waits until it says where to click. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
      cwd: root,
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    await new Promise<void>((resolve, reject) => {
      const read = (data: Buffer) => {
        this.log += data.toString()
        if (this.log.includes('Vitrine is ready.')) resolve()
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) =>
        reject(new Error(`Vitrine ended with ${code} before it was ready:\n${this.log}`)),
      )
    })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
    this.log = ''
  }

  /** Ends it without a word, as a power cut would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** Stops it for good and removes its folder. */
  async remove(): Promise<void> {
    await this.#end('SIGTERM')
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}
