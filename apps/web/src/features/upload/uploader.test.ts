import { AppError, type IngestItem } from '@vitrine/contracts'
import { describe, expect, it, vi } from 'vitest'
import { Uploader, type UploaderDeps } from './uploader.ts'

const file = (name: string, text = name) => new File([text], name)
const created = (name: string): IngestItem => ({
  outcome: 'created',
  id: 1,
  fileName: name,
  sha256: 'a'.repeat(64),
})

function makeUploader(over: Partial<UploaderDeps> = {}) {
  return new Uploader({
    hash: async () => 'a'.repeat(64),
    findKnown: async () => null,
    send: async (sent) => [created(sent.name)],
    discard: async () => {},
    ...over,
  })
}
const phases = (uploader: Uploader) => uploader.getState().items.map((item) => item.phase.name)

describe('Uploader', () => {
  it('sends what is not known', async () => {
    const uploader = makeUploader()
    uploader.add([file('a.jpg'), file('b.jpg')])
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['done', 'done']))
  })

  it('does not send bytes that are already there', async () => {
    const send = vi.fn<UploaderDeps['send']>()
    const uploader = makeUploader({ send, findKnown: async () => ({ id: 7, restored: true }) })
    uploader.add([file('a.jpg')])
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['done']))
    expect(send).not.toHaveBeenCalled()
    expect(uploader.getState().items[0]?.phase).toMatchObject({
      items: [{ outcome: 'duplicate', id: 7, restored: true }],
    })
  })

  it('works on three at a time', async () => {
    const gates: (() => void)[] = []
    let most = 0
    let now = 0
    const uploader = makeUploader({
      send: async (sent) => {
        now += 1
        most = Math.max(most, now)
        await new Promise<void>((open) => gates.push(open))
        now -= 1
        return [created(sent.name)]
      },
    })
    uploader.add(Array.from({ length: 8 }, (_, index) => file(`${index}.jpg`)))
    for (let left = 8; left > 0; left -= 1) {
      await vi.waitFor(() => expect(gates.length).toBeGreaterThan(0))
      gates.shift()?.()
    }
    await vi.waitFor(() => expect(phases(uploader).every((name) => name === 'done')).toBe(true))
    expect(most).toBe(3)
  })

  it('resumes where the pause left it', async () => {
    const resumedFrom: (string | null)[] = []
    const uploader = makeUploader({
      send: async (sent, { resumeUrl, onUrl, onProgress, signal }) => {
        resumedFrom.push(resumeUrl)
        onUrl('/api/tus/1')
        onProgress(2)
        if (resumeUrl) return [created(sent.name)]
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      },
    })
    uploader.add([file('a.jpg', 'twelve bytes')])
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['sending']))
    uploader.pause()
    expect(phases(uploader)).toEqual(['paused'])
    uploader.resume()
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['done']))
    expect(resumedFrom).toEqual([null, '/api/tus/1'])
  })

  it('says why it failed and tries again when asked', async () => {
    let tries = 0
    const uploader = makeUploader({
      send: async (sent) => {
        tries += 1
        if (tries === 1) throw new AppError('storage-full', 'The disk is full.')
        return [created(sent.name)]
      },
    })
    uploader.add([file('a.jpg')])
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['failed']))
    expect(uploader.getState().items[0]?.phase).toMatchObject({ reason: 'The disk is full.' })
    uploader.retry()
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['done']))
  })

  it('goes on with the next after one is cancelled', async () => {
    const uploader = makeUploader({
      send: async (sent, { signal }) => {
        if (sent.name === 'z.jpg') return [created(sent.name)]
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      },
    })
    uploader.add([file('a.jpg'), file('b.jpg'), file('c.jpg'), file('z.jpg')])
    uploader.cancel(1)
    await vi.waitFor(() => expect(phases(uploader)[3]).toBe('done'))
    expect(phases(uploader)[0]).toBe('cancelled')
  })

  it.each([
    ['while it is sent', () => {}],
    ['while it is paused', (uploader: Uploader) => uploader.pause()],
  ])('leaves nothing on the server of an upload cancelled %s', async (_name, before) => {
    const discarded: string[] = []
    const uploader = makeUploader({
      discard: async (url) => void discarded.push(url),
      send: async (_file, { onUrl, onProgress, signal }) => {
        onUrl('/api/tus/1')
        onProgress(1)
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      },
    })
    uploader.add([file('a.jpg', 'twelve bytes')])
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['sending']))
    before(uploader)
    uploader.cancel()
    await vi.waitFor(() => expect(discarded).toEqual(['/api/tus/1']))
    uploader.cancel()
    expect(discarded).toHaveLength(1)
  })

  it('discards nothing of uploads that are done or only paused', async () => {
    const discard = vi.fn<UploaderDeps['discard']>()
    const uploader = makeUploader({
      discard,
      send: async (sent, { onUrl }) => {
        onUrl('/api/tus/1')
        return [created(sent.name)]
      },
    })
    uploader.add([file('a.jpg')])
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['done']))
    uploader.cancel()
    expect(discard).not.toHaveBeenCalled()
  })

  it('forgets what is over', async () => {
    const uploader = makeUploader()
    uploader.add([file('a.jpg')])
    await vi.waitFor(() => expect(phases(uploader)).toEqual(['done']))
    uploader.clear()
    expect(uploader.getState().items).toEqual([])
  })
})
