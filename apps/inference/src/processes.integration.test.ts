/** Real sockets and real signals: who notices whose end. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { ModelsReport, SidecarHealth } from '@vitrine/contracts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { eventually } from './testing/eventually.ts'
import { createPicture } from './testing/pictures.ts'
import { isAlive, runProgram } from './testing/processes.ts'
import { createTestSidecar } from './testing/sidecar.ts'
import { NO_SOFTWARE_GPU, softwareGpuEnv } from './testing/software-gpu.ts'
import { writeTinyFlorence } from './testing/tiny/florence-repository.ts'

const softwareGpu = softwareGpuEnv()

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

async function startProgram() {
  const program = runProgram(new URL('./testing/serve-program.ts', import.meta.url))
  started.push(program)
  const [message] = await once(program, 'message')
  return { program, ...z.object({ port: z.int(), childPid: z.int(), cacheDir: z.string() }).parse(message) }
}

function postPicture(port: number, bytes: Uint8Array, signal?: AbortSignal): Promise<Response> {
  const body = new FormData()
  body.set('image', new Blob([new Uint8Array(bytes)]), 'image')
  return fetch(`http://127.0.0.1:${port}/v1/perception`, { method: 'POST', body, signal: signal ?? null })
}

describe('a parent that is killed', () => {
  it('takes its idle engine child along', async () => {
    const { program, childPid, cacheDir } = await startProgram()
    expect(isAlive(childPid)).toBe(true)
    program.kill('SIGKILL')
    await eventually(() => expect(isAlive(childPid)).toBe(false))
    rmSync(cacheDir, { recursive: true })
  })

  it('takes along an engine child whose event loop is blocked', async () => {
    const { program, childPid, port, cacheDir } = await startProgram()
    const answer = expect(postPicture(port, await createPicture('hang'))).rejects.toThrow()
    await eventually(() => expect(existsSync(path.join(cacheDir, 'hanging'))).toBe(true))
    program.kill('SIGKILL')
    await eventually(() => expect(isAlive(childPid)).toBe(false))
    await answer
    rmSync(cacheDir, { recursive: true })
  })
})

describe('a client that hangs up', () => {
  it('is forgotten, and its batch is stopped', async () => {
    const sidecar = createTestSidecar()
    await sidecar.residency.preload()
    const server = serve({ fetch: sidecar.app.fetch, hostname: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const { port } = z.object({ port: z.int() }).parse(server.address() satisfies AddressInfo | string | null)
    const abort = new AbortController()
    const answer = postPicture(port, await createPicture('gate'), abort.signal)
    const running = () => sidecar.scheduler.depths()[0]?.depth.running
    await eventually(() => expect(running()).toBe(1))
    abort.abort()
    await expect(answer).rejects.toThrow('aborted')
    await eventually(() => expect(running()).toBe(0))
    expect(sidecar.restarts).toEqual([])
    server.close()
    await sidecar.close()
  })
})

describe('the sidecar itself', () => {
  async function findFreePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = z.object({ port: z.int() }).parse(server.address())
    server.close()
    await once(server, 'close')
    return port
  }

  async function startMain(port: number, env: Record<string, string> = {}) {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'vitrine-main-'))
    const main = runProgram(new URL('./main.ts', import.meta.url), {
      VITRINE_INFERENCE_PORT: String(port),
      VITRINE_DATA_DIR: dataDir,
      ...env,
    })
    started.push(main)
    let log = ''
    main.stdout?.on('data', (chunk) => {
      log += String(chunk)
    })
    return { main, dataDir, readLog: () => log, exited: once(main, 'exit') }
  }

  it.each<[string, (main: ChildProcess) => void]>([
    ['on SIGTERM', (main) => main.kill('SIGTERM')],
    ['on SIGINT', (main) => main.kill('SIGINT')],
    ['when its parent lets go of it', (main) => main.disconnect()],
  ])('answers /health soon and stops cleanly %s', async (_name, end) => {
    const port = await findFreePort()
    const { main, dataDir, exited } = await startMain(port)
    await eventually(async () => {
      const response = await fetch(`http://127.0.0.1:${port}/health`)
      expect(SidecarHealth.parse(await response.json())).toMatchObject({ pid: main.pid })
    })
    end(main)
    expect(await exited).toEqual([0, null])
    rmSync(dataDir, { recursive: true })
  })

  it('says which port is taken, and what to do', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const { port } = z.object({ port: z.int() }).parse(blocker.address())
    const { dataDir, readLog, exited } = await startMain(port)
    expect(await exited).toEqual([1, null])
    expect(readLog()).toContain(`Port ${port} is taken.`)
    expect(readLog()).toContain('VITRINE_INFERENCE_PORT')
    blocker.close()
    rmSync(dataDir, { recursive: true })
  })

  it.skipIf(!softwareGpu)(
    `runs Florence-2 on a GPU made of software where it is told to${softwareGpu ? '' : ` (${NO_SOFTWARE_GPU})`}`,
    async () => {
      const port = await findFreePort()
      const modelsDir = mkdtempSync(path.join(tmpdir(), 'vitrine-models-'))
      writeTinyFlorence(path.join(modelsDir, 'onnx-community/Florence-2-base-ft'))
      const settings = { VITRINE_DEVICE: 'webgpu', VITRINE_MODELS_DIR: modelsDir }
      const { main, dataDir, exited } = await startMain(port, { ...softwareGpu, ...settings })
      const read = async (where: string) => (await fetch(`http://127.0.0.1:${port}${where}`)).json()
      await vi.waitFor(
        async () => {
          const { engines } = SidecarHealth.parse(await read('/health'))
          expect(engines[0]).toMatchObject({ engine: 'florence2', state: 'ready', device: 'webgpu' })
        },
        { timeout: 110_000, interval: 100 },
      )
      expect(ModelsReport.parse(await read('/v1/models')).devices).toMatchObject({
        chosen: 'webgpu',
        why: expect.stringContaining('VITRINE_DEVICE asks for it. WebGPU runs on a software device'),
      })
      main.kill('SIGTERM')
      expect(await exited).toEqual([0, null])
      for (const dir of [dataDir, modelsDir]) rmSync(dir, { recursive: true })
    },
    120_000,
  )
})
