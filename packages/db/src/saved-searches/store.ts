/** Searches that people keep by name. */
import { SavedSearch } from '@vitrine/contracts'
import type { DbHandle } from '../connection.ts'
import type { SavedSearchStore } from '../db.ts'
import { prismaCall } from '../prisma-call.ts'

export function createSavedSearchStore({ prisma, now }: DbHandle): SavedSearchStore {
  return {
    list: () =>
      prismaCall(async () => {
        const rows = await prisma.savedSearch.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] })
        return rows.map((row) => SavedSearch.parse(row))
      }),
    create: (search) =>
      prismaCall(async () => {
        const { name, query, sort } = SavedSearch.omit({ id: true }).parse(search)
        const row = await prisma.savedSearch.create({ data: { name, query, sort, createdAt: BigInt(now()) } })
        return SavedSearch.parse(row)
      }),
    remove: (id) =>
      prismaCall(async () => {
        await prisma.savedSearch.delete({ where: { id } })
      }),
  }
}
