/** Tags: words that people (later also models) put on images. */
import { AppError, type Selection, Tag, TagName } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { Change, StoreContext } from '../context.ts'
import type { TagStore } from '../db.ts'
import { touch } from '../images/changes.ts'
import { removeEmptyTags } from '../images/purge.ts'
import { changeInChunks, resolveSelection } from '../images/selection.ts'

/** What makes two tags the same: case and Unicode form do not count. */
export function tagKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase()
}

export function createTagStore(context: StoreContext): TagStore {
  return {
    list: async () => list(context.handle.reader),
    add: async (name, selection) => {
      const clean = parseName(name)
      return changeTag(context, selection, (change, ids) => addTag(change, clean, ids))
    },
    remove: async (name, selection) => {
      const key = tagKey(parseName(name))
      return changeTag(context, selection, ({ db }, ids) => removeTag(db, key, ids))
    },
  }
}

function parseName(name: string): string {
  const parsed = TagName.safeParse(name)
  if (parsed.success) return parsed.data
  throw new AppError('bad-request', 'A tag has 1 to 64 characters and holds no quotes or line breaks.', {
    cause: parsed.error,
  })
}

/** Most used first; the trash does not count. */
function list(db: Database.Database): Tag[] {
  return db
    .prepare<[], { name: string; count: number }>(
      `SELECT t.name, count(*) AS count FROM Tag t
       JOIN ImageTag it ON it.tagId = t.id JOIN Image i ON i.id = it.imageId AND i.deletedAt IS NULL
       GROUP BY t.id ORDER BY count DESC, t.key`,
    )
    .all()
    .map((row) => Tag.parse(row))
}

/** Returns how many images changed. */
async function changeTag(
  context: StoreContext,
  selection: Selection,
  work: (change: Change, ids: readonly number[]) => number[],
): Promise<number> {
  const ids = await resolveSelection(context, selection)
  const changed = await changeInChunks(context, ids, (change, chunk) => {
    const due = work(change, chunk)
    touch(change, due)
    return due
  })
  return changed.length
}

/** Returns the ids that changed; `touch` follows. */
export function addTag({ db, at }: Change, name: string, ids: readonly number[]): number[] {
  const tagId = db
    .prepare<[string, string], number>(
      'INSERT INTO Tag (name, key) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET key = key RETURNING id',
    )
    .pluck()
    .get(name, tagKey(name))
  // A person's word outlives a model's: taking it over is a change too.
  const add = db.prepare(
    `INSERT INTO ImageTag (imageId, tagId, author, createdAt) VALUES (?, ?, 'person', ?)
     ON CONFLICT (imageId, tagId) DO UPDATE SET author = 'person' WHERE author <> 'person'`,
  )
  return ids.filter((id) => add.run(id, tagId, at).changes === 1)
}

function removeTag(db: Database.Database, key: string, ids: readonly number[]): number[] {
  const take = db.prepare(
    'DELETE FROM ImageTag WHERE imageId = ? AND tagId = (SELECT id FROM Tag WHERE key = ?)',
  )
  const changed = ids.filter((id) => take.run(id, key).changes === 1)
  removeEmptyTags(db)
  return changed
}
