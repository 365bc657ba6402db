import { PerceptionSettings } from '@vitrine/contracts'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { Pictures } from './pictures.ts'
import type { PictureJob } from './protocol.ts'

const never = new AbortController().signal

async function perceiveJob(width: number): Promise<PictureJob> {
  const bytes = await sharp({ create: { width, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  return { type: 'perceive', bytes, settings: PerceptionSettings.parse({}) }
}

/** An engine that notes the widths of the pictures it has prepared. */
function makePictures() {
  const prepared: number[] = []
  const pictures = new Pictures({ prepare: async ({ size }) => void prepared.push(size.width) }, 1e6)
  return { pictures, prepared }
}

describe('pictures sent ahead', () => {
  it('are decoded and prepared once, before their batch asks', async () => {
    const { pictures, prepared } = makePictures()
    const job = await perceiveJob(11)
    pictures.begin([{ ticket: 1, job }])
    await expect.poll(() => prepared).toEqual([11])
    const [picture] = pictures.take([{ ticket: 1, job: null }], never)
    expect(await picture?.decode()).toMatchObject({ ok: true, value: { image: { size: { width: 11 } } } })
    expect(picture?.job).toBe(job)
    expect(prepared).toEqual([11])
  })

  it('stand beside those that come with the batch, in its order', async () => {
    const { pictures } = makePictures()
    pictures.begin([{ ticket: 2, job: await perceiveJob(12) }])
    const batch = pictures.take(
      [
        { ticket: 1, job: await perceiveJob(11) },
        { ticket: 2, job: null },
      ],
      never,
    )
    const decoded = await Promise.all(batch.map(({ decode }) => decode()))
    expect(decoded.map((one) => one.ok && one.value.image.size.width)).toEqual([11, 12])
  })

  it('are let go when another batch comes first', async () => {
    const { pictures } = makePictures()
    pictures.begin([{ ticket: 1, job: await perceiveJob(11) }])
    pictures.take([{ ticket: 2, job: await perceiveJob(12) }], never)
    expect(() => pictures.take([{ ticket: 1, job: null }], never)).toThrow('never sent')
  })

  it('that cannot be decoded fail by themselves', async () => {
    const { pictures } = makePictures()
    const job: PictureJob = { ...(await perceiveJob(11)), bytes: Buffer.from('not a picture') }
    pictures.begin([{ ticket: 1, job }])
    const [picture] = pictures.take([{ ticket: 1, job: null }], never)
    expect(await picture?.decode()).toMatchObject({ ok: false, error: { code: 'unsupported-media' } })
  })
})
