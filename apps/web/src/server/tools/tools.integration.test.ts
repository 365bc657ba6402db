import { TaskResponse } from '@vitrine/contracts'
import { makeNewImage, makeVariant } from '@vitrine/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInference } from '../inference/inference.ts'
import { createSidecar } from '../inference/sidecar.ts'
import { readBlobFile } from '../storage/read-blob.ts'
import { createTestGallery, paint, type TestGallery } from '../testing/gallery.ts'
import { type SidecarProcess, startSidecar } from '../testing/sidecar-process.ts'
import { createTools, type Tools } from './tools.ts'

let gallery: TestGallery
let sidecar: SidecarProcess
let tools: Tools
beforeAll(async () => {
  gallery = await createTestGallery()
  sidecar = await startSidecar()
  const inference = createInference([createSidecar(sidecar.url)])
  await inference.refresh()
  const readBlob = (sha256: string) => readBlobFile(gallery.blobs.path(sha256))
  tools = createTools({ images: gallery.db.images, readBlob, inference })
})
afterAll(async () => {
  await sidecar.kill()
  await gallery.dispose()
})

const NEVER = new AbortController().signal
const CAPTION = { task: 'caption' as const, input: {} }

describe('tools on a stored image', () => {
  it('know what can be done now', () => {
    expect(tools.available()).toContain('caption')
  })

  it('run a task by the sidecar and change nothing', async () => {
    const id = await gallery.add(await paint(1, { width: 40, height: 30 }), 'mug')
    const answer = await tools.runOnStored(id, CAPTION, NEVER)
    expect(TaskResponse.parse(answer)).toMatchObject({
      task: 'caption',
      size: { width: 40, height: 30 },
      result: { type: 'text', text: 'caption' },
    })
    expect((await gallery.db.images.detail(id))?.annotations).toEqual([])
  })

  it('send the decoded form of what the sidecar can’t read', async () => {
    const original = await gallery.blobs.put(new TextEncoder().encode('a HEIC file, say'))
    const raster = await gallery.blobs.put(await paint(2, { width: 20, height: 10 }))
    const { id } = await gallery.db.images.create(
      makeNewImage('phone', {
        ...original,
        mediaType: 'image/heic',
        variants: [makeVariant('phone', { ...raster, kind: 'raster', mediaType: 'image/png' })],
      }),
    )
    const answer = await tools.runOnStored(id, CAPTION, NEVER)
    expect(answer.size).toEqual({ width: 20, height: 10 })
  })

  it.each([
    ['a task no engine has', 'region-proposal', {}, 'task-unsupported'],
    ['no phrase to look for', 'open-vocabulary-detection', {}, 'bad-request'],
    ['no region to look at', 'region-to-ocr', { phrase: 'mug' }, 'bad-request'],
  ] as const)('refuse %s', async (_name, task, input, code) => {
    const id = await gallery.add(await paint(3, { width: 40, height: 30 }), 'cup')
    await expect(tools.runOnStored(id, { task, input }, NEVER)).rejects.toMatchObject({ code })
  })

  it('say so when the image, or its file, is gone', async () => {
    await expect(tools.runOnStored(999, CAPTION, NEVER)).rejects.toMatchObject({ code: 'not-found' })
    const { id } = await gallery.db.images.create(makeNewImage('lost', { variants: [] }))
    await expect(tools.runOnStored(id, CAPTION, NEVER)).rejects.toMatchObject({
      code: 'not-found',
      suggestion: 'Upload it again.',
    })
  })

  it('stop when the caller goes away', async () => {
    const id = await gallery.add(await paint(4, { width: 40, height: 30 }), 'jug')
    await expect(tools.runOnStored(id, CAPTION, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
