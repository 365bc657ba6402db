/** Collections: named sets of images that people put together. */
import { AppError, type Collection } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { Change, StoreContext } from '../context.ts'
import type { CollectionStore } from '../db.ts'
import { appendEvent } from '../events/rows.ts'
import { touch } from '../images/changes.ts'
import { changeInChunks, resolveSelection } from '../images/selection.ts'
import { prismaCall } from '../prisma-call.ts'

export function createCollectionStore(context: StoreContext): CollectionStore {
  const { handle } = context
  const changed = () => ({ data: { type: 'collection.changed', at: BigInt(handle.now()) } })
  return {
    list: async () => list(handle.reader),
    create: (name) =>
      prismaCall(() =>
        handle.prisma.$transaction(async (tx) => {
          const row = await tx.collection.create({
            data: { name: cleanName(name), createdAt: BigInt(handle.now()) },
          })
          await tx.event.create(changed())
          return { id: row.id, name: row.name, count: 0, coverId: null, createdAt: Number(row.createdAt) }
        }),
      ),
    rename: (id, name) =>
      prismaCall(() =>
        handle.prisma.$transaction(async (tx) => {
          await tx.collection.update({ where: { id }, data: { name: cleanName(name) } })
          await tx.event.create(changed())
        }),
      ),
    remove: (id) => remove(context, id),
    add: async (id, selection) =>
      changeMembers(context, { id, ids: await resolveSelection(context, selection), work: add }),
    take: async (id, selection) =>
      changeMembers(context, { id, ids: await resolveSelection(context, selection), work: take }),
  }
}

function cleanName(name: string): string {
  const clean = name.trim()
  if (clean === '' || clean.length > 100)
    throw new AppError('bad-request', 'A collection has a name of 1 to 100 characters.')
  return clean
}

/** By name; counts and covers leave the trash out, the newest image is the cover. */
function list(db: Database.Database): Collection[] {
  return db
    .prepare<[], Collection>(
      `SELECT c.id, c.name, c.createdAt, count(i.id) AS count, max(i.id) AS coverId
       FROM Collection c
       LEFT JOIN CollectionImage ci ON ci.collectionId = c.id
       LEFT JOIN Image i ON i.id = ci.imageId AND i.deletedAt IS NULL
       GROUP BY c.id ORDER BY c.name COLLATE NOCASE`,
    )
    .all()
}

const add: ChangeMember = ({ db, at }, id, imageId) =>
  db
    .prepare('INSERT OR IGNORE INTO CollectionImage (collectionId, imageId, addedAt) VALUES (?, ?, ?)')
    .run(id, imageId, at).changes === 1

const take: ChangeMember = ({ db }, id, imageId) =>
  db.prepare('DELETE FROM CollectionImage WHERE collectionId = ? AND imageId = ?').run(id, imageId)
    .changes === 1

type ChangeMember = (change: Change, id: number, imageId: number) => boolean

/** Returns how many images came or went. */
async function changeMembers(
  context: StoreContext,
  members: { id: number; ids: readonly number[]; work: ChangeMember },
): Promise<number> {
  const { id, ids, work } = members
  const changed = await changeInChunks(context, ids, (change, chunk) => {
    const { db, at } = change
    if (db.prepare('SELECT 1 FROM Collection WHERE id = ?').get(id) === undefined)
      throw new AppError('not-found', 'That collection is not there any more.')
    const due = chunk.filter((imageId) => work(change, id, imageId))
    if (due.length === 0) return due
    touch(change, due)
    appendEvent(db, { type: 'collection.changed' }, at)
    return due
  })
  return changed.length
}

/** Its images leave it first, a few hundred at a time: they can be found by their collections. */
async function remove(context: StoreContext, id: number): Promise<void> {
  const { reader, prisma, now } = context.handle
  const ids = reader
    .prepare<[number], number>('SELECT imageId FROM CollectionImage WHERE collectionId = ?')
    .pluck()
    .all(id)
  await changeMembers(context, { id, ids, work: take })
  await prismaCall(() =>
    prisma.$transaction(async (tx) => {
      await tx.collection.delete({ where: { id } })
      await tx.event.create({ data: { type: 'collection.changed', at: BigInt(now()) } })
    }),
  )
}
