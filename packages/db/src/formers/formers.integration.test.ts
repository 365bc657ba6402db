import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idsOf } from '../search/testing.ts'
import { makeTriage, openDb } from '../testing.ts'
import { createTestGallery, saidBy } from './testing.ts'

let gallery: ReturnType<typeof createTestGallery>
beforeEach(() => {
  gallery = createTestGallery()
})
afterEach(() => gallery.dispose())

describe('a reading by other models', () => {
  it('is in effect at once, with the former beside it', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new', { engine: 'florence2' }))
    const detail = await gallery.db.images.detail(id)
    expect(detail).toMatchObject({
      caption: 'The new caption.',
      engine: 'florence2',
      hasTwoReadings: true,
      former: {
        engine: 'builtin',
        caption: 'The old caption.',
        detailedCaption: 'All that old saw.',
        provenance: saidBy('old').provenance,
        successor: { engine: 'florence2', caption: 'The new caption.', provenance: saidBy('new').provenance },
      },
    })
    expect(detail?.former?.readAt).toBeLessThan(detail?.former?.successor.readAt ?? 0)
    expect(await idsOf(gallery.db, 'old')).toEqual([])
    expect(await idsOf(gallery.db, 'new')).toEqual([id])
    expect(await idsOf(gallery.db, 'is:reread')).toEqual([id])
    expect(await gallery.db.formers.count()).toBe(1)
  })

  it('by the same models just replaces', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('old', { caption: 'Seen better.' }))
    expect(await gallery.former(id)).toBeNull()
    expect(await gallery.db.images.card(id)).toMatchObject({ caption: 'Seen better.', hasTwoReadings: false })
    expect(await idsOf(gallery.db, 'is:reread')).toEqual([])
  })

  it('leaves the oldest undecided one to go back to, whoever reads meanwhile', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    const before = gallery.stored(id)
    await gallery.reread(id, saidBy('new'))
    await gallery.reread(id, saidBy('newer'))
    await gallery.reread(id, saidBy('newer', { caption: 'Once more.' }))
    expect(await gallery.former(id)).toMatchObject({
      caption: 'The old caption.',
      successor: { caption: 'Once more.' },
    })
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(gallery.stored(id)).toEqual(before)
  })

  it('has nothing left to decide once the former’s own models have read it again', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    await gallery.reread(id, saidBy('old'))
    expect(await gallery.former(id)).toBeNull()
    expect(await idsOf(gallery.db, 'is:reread')).toEqual([])
  })

  it('that was superseded before it ended keeps nothing', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.db.jobs.rerun({ ids: [id] }, 'perception')
    const late = await gallery.claimOne()
    await gallery.db.jobs.rerun({ ids: [id] }, 'perception')
    expect(await gallery.commit(late, saidBy('new'))).toBe('stale')
    expect(await gallery.former(id)).toBeNull()
  })
})

describe('accepting', () => {
  it('drops the former, and tells the browsers', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    const eventId = await gallery.db.events.lastId()
    expect(await gallery.db.formers.accept({ ids: [id] })).toEqual([id])
    expect(await gallery.former(id)).toBeNull()
    expect(await gallery.db.images.card(id)).toMatchObject({
      caption: 'The new caption.',
      hasTwoReadings: false,
    })
    expect(await idsOf(gallery.db, 'is:reread')).toEqual([])
    expect((await gallery.db.events.after(eventId, 10)).map(({ body }) => body)).toEqual([
      { type: 'image.changed', imageId: id },
    ])
    expect(await gallery.db.formers.takeBack({ ids: [id] })).toEqual([])
  })

  it('makes the new one the former of what is read next', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    await gallery.db.formers.accept({ ids: [id] })
    await gallery.reread(id, saidBy('newer'))
    expect(await gallery.former(id)).toMatchObject({ caption: 'The new caption.' })
  })

  it('works for all that a search finds, and for everything, but not in the trash', async () => {
    const ids: number[] = []
    for (const seed of ['a', 'b', 'c', 'd']) ids.unshift(await gallery.addRead(seed, saidBy('old')))
    const [d, c, b, a] = ids
    for (const id of ids.slice(0, 3)) await gallery.reread(id, saidBy('new'))
    await gallery.db.images.trash({ ids: [d ?? 0] })
    expect(await gallery.db.formers.count()).toBe(2)
    expect(await gallery.db.formers.accept({ query: 'is:reread file:b' })).toEqual([b])
    expect(await gallery.db.formers.accept({ ids: [a ?? 0, d ?? 0] })).toEqual([])
    expect(await gallery.db.formers.accept({ everything: true })).toEqual([c])
    expect(await gallery.former(d ?? 0)).not.toBeNull()
  })
})

describe('taking back', () => {
  it('restores the former exactly: rows, sources, embedding, facts and search', async () => {
    const id = await gallery.addRead('a', saidBy('old'), ['much-text'])
    const before = gallery.stored(id)
    await gallery.reread(id, saidBy('new', { engine: 'florence2', captionKind: 'model' }))
    expect(gallery.stored(id)).not.toEqual(before)
    expect(await gallery.db.formers.takeBack({ ids: [id] })).toEqual([id])
    expect(gallery.stored(id)).toEqual(before)
    expect(await idsOf(gallery.db, 'new')).toEqual([])
    expect(await idsOf(gallery.db, 'object:"old thing" text:old triage:much-text engine:builtin')).toEqual([
      id,
    ])
    expect(await gallery.former(id)).toBeNull()
  })

  it('finds the same similar images as before', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    const twin = await gallery.addRead('b', saidBy('old'))
    const other = await gallery.addRead('c', saidBy('new'))
    const alike = async () => (await gallery.db.images.similar(id, 2)).map(({ image }) => image.id)
    expect(await alike()).toEqual([twin, other])
    await gallery.reread(id, saidBy('new'))
    expect(await alike()).toEqual([other, twin])
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(await alike()).toEqual([twin, other])
  })

  it('leaves what a person wrote', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    await gallery.db.images.setCaption(id, 'caption', 'Rex!', 'Ada')
    await gallery.db.images.setNotes(id, 'My dog.')
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(await gallery.db.images.detail(id)).toMatchObject({
      caption: 'Rex!',
      detailedCaption: 'All that old saw.',
      notes: 'My dog.',
    })
    expect(await idsOf(gallery.db, 'is:edited rex')).toEqual([id])
  })

  it('survives a search index that was built anew meanwhile', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    await gallery.db.search.rebuildIndex()
    expect(await idsOf(gallery.db, 'is:reread')).toEqual([id])
    await gallery.db.formers.takeBack({ ids: [id] })
    await gallery.db.search.rebuildIndex()
    expect(await idsOf(gallery.db, 'is:reread')).toEqual([])
    expect(await idsOf(gallery.db, 'old')).toEqual([id])
  })

  it('while the image is being read yet again leaves that reading to come, and to be decided on', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    await gallery.db.jobs.rerun({ ids: [id] }, 'perception')
    const running = await gallery.claimOne()
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(await gallery.db.images.card(id)).toMatchObject({
      status: 'perceiving',
      caption: 'The old caption.',
    })
    expect(await gallery.commit(running, saidBy('new'))).toBe('committed')
    expect(await gallery.former(id)).toMatchObject({
      caption: 'The old caption.',
      successor: { caption: 'The new caption.' },
    })
  })

  it('together with a commit of another connection loses neither', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    await gallery.db.jobs.rerun({ ids: [id] }, 'perception')
    const running = await gallery.claimOne()
    const other = openDb({ file: gallery.file })
    const outcome = { result: saidBy('newer'), triage: makeTriage(), hasReasoningEngine: false }
    await Promise.all([
      gallery.db.formers.takeBack({ ids: [id] }),
      other.jobs.commitPerception(running, outcome),
    ])
    await other.close()
    const detail = await gallery.db.images.detail(id)
    const readings = [detail?.caption, detail?.former?.caption].filter(Boolean)
    expect(readings).toContain('The old caption.')
    expect(detail?.hasTwoReadings).toBe(detail?.former !== null)
  })
})
