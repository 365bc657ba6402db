import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCommand } from './testing/run-command.ts'

/** An `/api/v1/export` that answers as told; `whole` false breaks off in the middle. */
async function startServer() {
  const asked: URLSearchParams[] = []
  const answer = { whole: true }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    if (pathname !== '/api/v1/export' || searchParams.get('columns') === 'nonsense') {
      const error = new AppError('bad-request', 'There is no such column.')
      response.writeHead(error.status, { 'content-type': 'application/json' })
      return void response.end(JSON.stringify(error.toWire()))
    }
    asked.push(searchParams)
    response.writeHead(200, { 'x-vitrine-count': '2' })
    response.write('\uFEFFfile\r\nmug.jpg\r\n')
    if (answer.whole) response.end('cup.jpg\r\n')
    else setImmediate(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answer,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

let server: Awaited<ReturnType<typeof startServer>>
let folder: string
beforeEach(async () => {
  server = await startServer()
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-cli-export-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const run = (...args: string[]) => runCommand(server.url, ['export', ...args])

describe('vitrine export', () => {
  it('writes what a search finds into a file, and says what it wrote', async () => {
    const file = path.join(folder, 'receipts.csv')
    const { code, out } = await run('--query', 'kind:receipt', '--columns', 'file,field:total', '-o', file)
    expect(code).toBe(0)
    expect(out).toBe(`2 images (27 B) in ${file}`)
    expect(await readFile(file, 'utf8')).toBe('\uFEFFfile\r\nmug.jpg\r\ncup.jpg\r\n')
    expect(Object.fromEntries(server.asked[0] ?? [])).toEqual({
      q: 'kind:receipt',
      columns: 'file,field:total',
      format: 'csv',
      sort: 'newest',
    })
  })

  it('asks for a zip of a collection, renamed and with sidecars', async () => {
    const zip = [
      '--format',
      'zip',
      '--name',
      '{date}/{name}',
      '--images',
      'previews',
      '--sidecars',
      '--embed',
    ]
    await run('--collection', 'Summer', ...zip, '-o', path.join(folder, 'summer.zip'))
    expect(Object.fromEntries(server.asked[0] ?? [])).toEqual({
      collection: 'Summer',
      format: 'zip',
      sort: 'newest',
      name: '{date}/{name}',
      images: 'previews',
      sidecars: '1',
      embed: '1',
    })
  })

  it('prints text without a file, and no zip', async () => {
    expect((await run('--ids', '1,2')).out).toContain('mug.jpg\r\ncup.jpg')
    expect(await run('--format', 'zip')).toMatchObject({
      code: 2,
      err: expect.stringContaining('-o images.zip'),
    })
  })

  it('leaves no half file behind when the download breaks off', async () => {
    server.answer.whole = false
    const { code, err } = await run('-o', path.join(folder, 'all.csv'))
    expect(code).toBe(1)
    expect(err).not.toBe('')
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses two selections at once, and says what the server refuses', async () => {
    expect((await run('--query', 'a', '--ids', '1')).code).toBe(2)
    expect(await run('--columns', 'nonsense')).toMatchObject({ code: 1, err: 'There is no such column.' })
  })
})
