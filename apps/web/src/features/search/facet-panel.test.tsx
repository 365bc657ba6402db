import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { FacetsResponse } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { FacetPanel } from './facet-panel.tsx'

afterEach(cleanup)

const objects = ['dog', 'cat', 'car', 'bus', 'cup', 'boat', 'bird', 'bench'].map((value, at) => ({
  value,
  term: `object:${value}`,
  count: { value: 100 - at, capped: false },
}))
const facets: FacetsResponse = {
  facets: [
    { name: 'object', values: objects },
    {
      name: 'month',
      values: [{ value: '2026-05', term: 'from:2026-05 to:2026-05', count: { value: 1000, capped: true } }],
    },
    { name: 'tag', values: [] },
  ],
  exact: false,
  tookMs: 3,
}

const show = (searchParams = '', answer: () => unknown = () => facets) =>
  renderWithApi(<FacetPanel />, { answers: { 'search.facets': answer }, searchParams })

describe('FacetPanel', () => {
  it('lists facets with counts and says when they are not exact', async () => {
    show()
    const months = await screen.findByRole('region', { name: 'Months' })
    expect(within(months).getByRole('button', { name: 'May 2026 1,000+' })).toBeDefined()
    expect(screen.getByText('Counted over the newest matches.')).toBeDefined()
    expect(screen.queryByRole('region', { name: 'Tags' })).toBeNull()
  })

  it('adds a choice to the query, and takes it away again', async () => {
    const view = show('?q=beach')
    await userEvent.click(await screen.findByRole('button', { name: 'dog 100' }))
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=beach+object:dog'))
    const taken = await screen.findByRole('button', { name: 'dog 100', pressed: true })
    await userEvent.click(taken)
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=beach'))
  })

  it('shows what narrows the search as chips to take away', async () => {
    const view = show('?q=beach+object:dog+-tag:old')
    await userEvent.click(screen.getByRole('button', { name: 'Remove filter object:dog' }))
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=beach+-tag:old'))
  })

  it('shows the rest of a long facet when asked', async () => {
    show()
    await screen.findByRole('button', { name: 'dog 100' })
    expect(screen.queryByRole('button', { name: /bench/ })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: '2 more' }))
    expect(screen.getByRole('button', { name: /bench/ })).toBeDefined()
  })

  it('says so when there is nothing to narrow', async () => {
    show('', () => ({ facets: [], exact: true, tookMs: 0 }))
    expect(await screen.findByText('Nothing to narrow down here.')).toBeDefined()
  })

  it('tries again after a failure', async () => {
    let failures = 1
    show('', () => {
      failures -= 1
      if (failures >= 0) throw new Error('away')
      return facets
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('button', { name: 'dog 100' })).toBeDefined()
  })
})
