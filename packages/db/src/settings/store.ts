/** What a person may set; absent keys have the contract's defaults. */
import { Settings } from '@vitrine/contracts'
import type { DbHandle } from '../connection.ts'
import type { SettingsStore } from '../db.ts'
import { prismaCall } from '../prisma-call.ts'

const KEY = 'settings'
const DEFAULTS = { triage: {} }

export function createSettingsStore({ prisma, now }: DbHandle): SettingsStore {
  return {
    get: () =>
      prismaCall(async () => {
        const row = await prisma.setting.findUnique({ where: { key: KEY } })
        return Settings.parse(row ? JSON.parse(row.value) : DEFAULTS)
      }),
    set: (settings) =>
      prismaCall(() =>
        prisma.$transaction(async (tx) => {
          const value = JSON.stringify(Settings.parse(settings))
          await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
          await tx.event.create({ data: { type: 'settings.changed', at: BigInt(now()) } })
        }),
      ),
  }
}
