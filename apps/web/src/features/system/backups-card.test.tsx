import { cleanup, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { LibraryBackups } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { BackupsCard } from './backups-card.tsx'

afterEach(cleanup)

const BACKUPS: LibraryBackups = {
  folder: '/mnt/disk/vitrine',
  keep: 14,
  state: 'idle',
  progress: null,
  problem: null,
  count: 3,
  last: { name: '2026-11-25T09-30-00.000Z', createdAt: Date.UTC(2026, 10, 25, 9, 30), lost: 0 },
}

function show(backups: LibraryBackups | null, answers: Answers = {}) {
  return renderWithApi(<BackupsCard />, {
    answers: { 'system.backups': () => backups, ...answers },
    pathname: '/system',
  })
}

describe('BackupsCard', () => {
  it('says how to have backups where none are made', async () => {
    show(null)
    expect(await screen.findByText(/VITRINE_BACKUP_DIR names a folder/)).toBeDefined()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('says when the last one was made, where, and how many stay', async () => {
    show(BACKUPS)
    expect(await screen.findByText('/mnt/disk/vitrine')).toBeDefined()
    expect(screen.getByText(/Nov 25, 2026/)).toBeDefined()
    expect(screen.getByText('3 backups; the newest 14 stay')).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('makes one now and shows how far it is', async () => {
    const running = { ...BACKUPS, state: 'running', progress: { phase: 'blobs', share: 0.5 } }
    const view = show(BACKUPS, { 'system.backUp': () => running })
    await userEvent.click(await screen.findByRole('button', { name: 'Back up now' }))
    expect(view.callsTo('system.backUp')).toHaveLength(1)
    expect((await screen.findByRole('progressbar', { name: 'Backup' })).getAttribute('aria-valuenow')).toBe(
      '50',
    )
    expect(screen.getByRole('button', { name: 'Back up now' }).hasAttribute('disabled')).toBe(true)
  })

  it('says what is wrong with them', async () => {
    const last = BACKUPS.last && { ...BACKUPS.last, lost: 2 }
    show({ ...BACKUPS, state: 'failed', problem: 'The disk is full.', last })
    const alerts = await screen.findAllByRole('alert')
    expect(alerts.map((alert) => alert.textContent)).toEqual([
      'The last one could not be made: The disk is full.',
      '2 stored files could not be backed up: the library has lost them. Check the library.',
    ])
  })
})
