import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { SavedSearch } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { SavedSearches } from './saved-searches.tsx'

afterEach(cleanup)

/** A server that keeps saved searches. */
function keepSearches(saved: SavedSearch[]) {
  return {
    'savedSearches.list': () => [...saved],
    'savedSearches.create': () => {
      const made: SavedSearch = { id: 9, name: 'Dogs', query: 'dog', sort: 'newest' }
      saved.push(made)
      return made
    },
    'savedSearches.remove': () => {
      saved.length = 0
      return null
    },
  }
}

const open = () => userEvent.click(screen.getByRole('button', { name: 'Saved searches' }))

describe('SavedSearches', () => {
  it('saves the search at hand under a name', async () => {
    const view = renderWithApi(<SavedSearches />, {
      answers: keepSearches([]),
      searchParams: '?q=dog&sort=newest',
    })
    await open()
    const name = screen.getByRole('textbox', { name: 'Save this search as' })
    await userEvent.clear(name)
    await userEvent.type(name, 'Dogs{Enter}')
    expect(await screen.findByRole('button', { name: /^Dogs/ })).toBeDefined()
    expect(view.callsTo('savedSearches.create')).toEqual([{ name: 'Dogs', query: 'dog', sort: 'newest' }])
  })

  it('runs a saved search with its order', async () => {
    const answers = keepSearches([{ id: 1, name: 'Bills', query: 'kind:receipt', sort: 'oldest' }])
    const view = renderWithApi(<SavedSearches />, { answers })
    await open()
    await userEvent.click(await screen.findByRole('button', { name: /^Bills/ }))
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=kind:receipt&sort=oldest'))
  })

  it('deletes one', async () => {
    const answers = keepSearches([{ id: 1, name: 'Bills', query: 'kind:receipt', sort: 'oldest' }])
    const view = renderWithApi(<SavedSearches />, { answers })
    await open()
    await userEvent.click(await screen.findByRole('button', { name: 'Delete saved search Bills' }))
    expect(await screen.findByText('Search for something, then save it here.')).toBeDefined()
    expect(view.callsTo('savedSearches.remove')).toEqual([{ id: 1 }])
  })
})
