import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { TooltipProvider } from '@vitrine/ui/tooltip'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CollectionCard } from './collection-card.tsx'
import { NameDialog } from './name-dialog.tsx'

afterEach(cleanup)

const show = (children: ReactNode) => render(<TooltipProvider>{children}</TooltipProvider>)

describe('CollectionCard', () => {
  const collection = { id: 1, name: 'Lisbon trip', count: 12, coverId: null, createdAt: 0 }

  it('opens as a search for what is in it', () => {
    show(<CollectionCard collection={collection} onExport={vi.fn()} onRename={vi.fn()} onRemove={vi.fn()} />)
    const href = screen.getByRole('link', { name: 'Lisbon trip' }).getAttribute('href') ?? ''
    expect(new URL(href, 'http://localhost').searchParams.get('q')).toBe('collection:"Lisbon trip"')
    expect(screen.getByText('12 images')).toBeTruthy()
  })

  it('is renamed and deleted from its menu', async () => {
    const onRename = vi.fn()
    show(<CollectionCard collection={collection} onExport={vi.fn()} onRename={onRename} onRemove={vi.fn()} />)
    await userEvent.click(screen.getByRole('button', { name: 'More about Lisbon trip' }))
    await userEvent.click(screen.getByRole('menuitem', { name: 'Rename…' }))
    expect(onRename).toHaveBeenCalledOnce()
  })

  it('is asked about from its menu', async () => {
    show(<CollectionCard collection={collection} onExport={vi.fn()} onRename={vi.fn()} onRemove={vi.fn()} />)
    await userEvent.click(screen.getByRole('button', { name: 'More about Lisbon trip' }))
    const href = screen.getByRole('menuitem', { name: 'Ask about it' }).getAttribute('href') ?? ''
    const { pathname, searchParams } = new URL(href, 'http://localhost')
    expect([pathname, searchParams.get('search')]).toEqual(['/ask', 'collection:"Lisbon trip"'])
  })
})

describe('NameDialog', () => {
  const base = { open: true, title: 'New collection', action: 'Create', initial: '', isBusy: false }

  it('gives the name without outer spaces, and nothing for nothing', async () => {
    const onName = vi.fn()
    show(<NameDialog {...base} error={undefined} onClose={vi.fn()} onName={onName} />)
    await userEvent.type(screen.getByLabelText('Name'), '  {Enter}')
    expect(onName).not.toHaveBeenCalled()
    await userEvent.type(screen.getByLabelText('Name'), 'Receipts {Enter}')
    expect(onName).toHaveBeenCalledWith('Receipts')
  })

  it('says why a name was refused', () => {
    show(<NameDialog {...base} error="There is one of that name." onClose={vi.fn()} onName={vi.fn()} />)
    expect(screen.getByRole('alert').textContent).toBe('There is one of that name.')
  })
})
