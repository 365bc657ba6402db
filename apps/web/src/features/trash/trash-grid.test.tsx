import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeCard } from '../live/card-fixture.ts'
import { TrashGrid } from './trash-grid.tsx'

afterEach(cleanup)

const images = [makeCard({ id: 1, deletedAt: Date.now() }), makeCard({ id: 2, deletedAt: Date.now() })]

describe('TrashGrid', () => {
  it('tells each picture, how long it stays, and whether it is chosen', () => {
    render(<TrashGrid images={images} chosen={new Set([2])} onChosen={vi.fn()} trashDays={30} />)
    expect(screen.getByRole('list', { name: 'Deleted images' })).toBeTruthy()
    expect(screen.getAllByText('30 days left')).toHaveLength(2)
    expect(screen.getByRole('button', { name: 'Select photo-1.jpg', pressed: false })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Select photo-2.jpg', pressed: true })).toBeTruthy()
  })

  it('chooses by keyboard', async () => {
    const onChosen = vi.fn()
    render(<TrashGrid images={images} chosen={new Set([2])} onChosen={onChosen} trashDays={30} />)
    await userEvent.tab()
    await userEvent.keyboard(' ')
    expect([...(onChosen.mock.calls[0]?.[0] ?? [])]).toEqual([2, 1])
  })
})
