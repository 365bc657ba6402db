/** Whole command lines against an HTTP server: what is printed where, and the exit code. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { AnalyzeResponse, AppError, PipelineStatus, SearchResponse } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli } from './cli.ts'
import { parseEnv } from './env.ts'
import { type Gallery, startGallery } from './testing/gallery.ts'
import { runCommand } from './testing/run-command.ts'

let gallery: Gallery
let folder: string
beforeEach(async () => {
  gallery = await startGallery()
  folder = mkdtempSync(path.join(tmpdir(), 'vitrine-cli-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await gallery.close()
})

const run = (...args: string[]) => runCommand(gallery.url, [...args])

function write(name: string, content: string): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

describe('analyze', () => {
  it('prints what a person wants to know', async () => {
    const { code, out, err } = await run('analyze', write('dog "x".jpg', 'pixels'))
    expect(code).toBe(0)
    expect(err).toBe('')
    for (const part of [
      'dog "x".jpg, 768 × 576',
      'Photo showing two dogs.',
      'dog × 2',
      '  BEWARE',
      'first of 3 frames',
    ])
      expect(out).toContain(part)
  })

  it('prints the whole answer as JSON', async () => {
    const { code, out } = await run('analyze', write('dog.jpg', 'pixels'), '--json')
    expect(code).toBe(0)
    expect(AnalyzeResponse.parse(JSON.parse(out)).fileName).toBe('dog.jpg')
  })
})

describe('import', () => {
  const Report = z.object({
    created: z.int(),
    duplicates: z.int(),
    rejected: z.int(),
    skipped: z.int(),
    files: z.array(z.object({ file: z.string(), items: z.array(z.object({ outcome: z.string() })) })),
  })
  const uploads = () => gallery.requests.filter((request) => request === 'POST /api/v1/images').length

  it('sends what is new, once, and says what became of the rest', async () => {
    write('a.jpg', 'one')
    write('copy of a.jpg', 'one')
    write('b.PNG', 'two')
    write('known.webp', 'three')
    write('notes.txt', 'no picture')
    write('.hidden.jpg', 'hidden')
    write('deeper/c.jpg', 'four')
    gallery.images.set(createHash('sha256').update('three').digest('hex'), 99)
    const { code, out, err } = await run('import', folder)
    expect(code).toBe(0)
    expect(out).toBe('2 images imported, 2 there already, 1 other file passed over.')
    expect(err).toContain('4 pictures')
    expect(uploads()).toBe(2)
  })

  it('goes into folders when asked, and reports as JSON', async () => {
    write('a.jpg', 'one')
    write('deeper/c.jpg', 'four')
    const { code, out } = await run('import', folder, '--recursive', '--json')
    expect(code).toBe(0)
    expect(Report.parse(JSON.parse(out))).toMatchObject({
      created: 2,
      files: [{ file: 'a.jpg' }, { file: path.join('deeper', 'c.jpg') }],
    })
  })

  it('ends with 1 and a reason when a file is rejected, and sends the others', async () => {
    write('a.jpg', 'bad bytes')
    write('b.jpg', 'good bytes')
    const { code, out, err } = await run('import', folder)
    expect(code).toBe(1)
    expect(out).toBe('1 image imported, 1 rejected.')
    expect(err).toContain('a.jpg: No picture.')
  })

  it('sends nothing a second time', async () => {
    write('a.jpg', 'one')
    await run('import', folder)
    const { code, out } = await run('import', folder)
    expect(code).toBe(0)
    expect(out).toBe('0 images imported, 1 there already.')
    expect(uploads()).toBe(1)
  })

  it('tries again when Vitrine is busy', async () => {
    write('a.jpg', 'one')
    gallery.failNext.push(new AppError('database-busy', 'Busy.', { retryAfterSeconds: 0.01 }))
    const { code, out } = await run('import', folder)
    expect(code).toBe(0)
    expect(out).toBe('1 image imported.')
    expect(uploads()).toBe(2)
  })

  it('does not try again what will not change', async () => {
    write('a.jpg', 'one')
    gallery.failNext.push(new AppError('too-large', 'This file is too large.'))
    const { code, err } = await run('import', folder)
    expect(code).toBe(1)
    expect(err).toContain('a.jpg: This file is too large.')
    expect(uploads()).toBe(1)
  })

  it('streams a large file and shows a progress bar to whoever watches', async () => {
    writeFileSync(path.join(folder, 'large.tif'), Buffer.alloc(20_000_000, 7))
    const progressStream = new PassThrough()
    let drawn = ''
    progressStream.on('data', (chunk) => {
      drawn += String(chunk)
    })
    const args = ['--url', gallery.url, 'import', folder]
    const code = await runCli(args, {
      out: () => undefined,
      write: () => undefined,
      err: () => undefined,
      env: {},
      progressStream: Object.assign(progressStream, { isTTY: true }),
      onInterrupt: () => () => undefined,
      columns: 80,
    })
    expect(code).toBe(0)
    expect(gallery.images.size).toBe(1)
    expect(drawn).toContain('20.0 MB')
  })
})

describe('search', () => {
  it('prints a table, without letting names reach the terminal raw', async () => {
    const { code, out, err } = await run('search', 'dog', '--limit', '5', '--sort', 'newest')
    expect(code).toBe(0)
    expect(out.split('\n')).toHaveLength(3)
    expect(out).toContain('beware of the dog')
    expect(out).not.toContain('\u001b')
    expect(err).toContain('2 of 2 images.')
    expect(gallery.requests).toContain('GET /api/v1/search?q=dog&limit=5&sort=newest')
  })

  it('prints JSON alone on stdout, and what it did not understand on stderr', async () => {
    const { code, out, err } = await run('search', 'width>', '--json')
    expect(code).toBe(0)
    expect(SearchResponse.parse(JSON.parse(out)).hits).toHaveLength(2)
    expect(err).toBe('width> needs a number. Perhaps: width>1000')
  })

  it('says when nothing was found', async () => {
    expect(await run('search', 'nothing')).toMatchObject({ code: 0, out: 'Nothing was found.' })
  })
})

describe('status', () => {
  it('prints counts, pace and time left', async () => {
    const { code, out } = await run('status')
    expect(code).toBe(0)
    for (const part of ['105  ready', ' 12  queued', '1  failed', '1.50 images a second', 'about 5 min left'])
      expect(out).toContain(part)
  })

  it('prints JSON', async () => {
    const { out } = await run('status', '--json')
    expect(PipelineStatus.parse(JSON.parse(out)).ready).toBe(105)
  })
})

describe('the address', () => {
  const at = (env: Record<string, string>) => parseEnv(env).VITRINE_URL

  it('is the one given, else this machine at the port of the settings, else the usual one', () => {
    expect(at({ VITRINE_URL: 'http://pictures.lan', VITRINE_PORT: '80' })).toBe('http://pictures.lan')
    expect(at({ VITRINE_URL: '', VITRINE_PORT: '4000' })).toBe('http://127.0.0.1:4000')
    expect(at({ VITRINE_PORT: '' })).toBe('http://127.0.0.1:3210')
  })
})

describe('exit codes', () => {
  it.each<[string, string[], number, RegExp]>([
    ['2 for an unknown command', ['juggle'], 2, /unknown command/],
    ['2 for an unknown option', ['status', '--colour'], 2, /unknown option/],
    ['2 for a limit that is no number', ['search', 'x', '--limit', 'many'], 2, /from 1 to 500/],
    ['2 for a file that is not there', ['analyze', '/no/such/file.jpg'], 2, /There is no file at/],
    ['2 for a file where a folder is meant', ['import', import.meta.filename], 2, /is not a folder/],
    ['2 for an address that is none', ['--url', 'ftp://x', 'status'], 2, /is not an address/],
    ['3 when nobody answers', ['--url', 'http://127.0.0.1:9', 'status'], 3, /does not answer.*npm start/s],
  ])('%s', async (_name, args, code, message) => {
    const ended = await run(...args)
    expect(ended.code).toBe(code)
    expect(ended.err).toMatch(message)
    expect(ended.out).toBe('')
  })

  it('are in the help, which itself is no mistake', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    expect(out).toContain('Exit codes:')
  })
})
