import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { Suggestion } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { SearchBox } from './search-box.tsx'

const suggestions: Suggestion[] = [
  { query: 'dog', label: 'dog', kind: 'word', count: { value: 1000, capped: true } },
  { query: 'object:dog', label: 'object:dog', kind: 'object', count: { value: 12, capped: false } },
  { query: 'object:', label: 'object:', kind: 'field', count: null },
]
const answers = { 'search.suggest': () => suggestions, 'savedSearches.list': () => [] }

const show = (searchParams = '', pathname = '/') =>
  renderWithApi(<SearchBox />, { answers, searchParams, pathname })
const box = () => screen.getByRole('combobox', { name: 'Search images' })

beforeEach(() => window.localStorage.clear())
afterEach(cleanup)

describe('SearchBox', () => {
  it('shows the search of the URL', () => {
    show('?q=red+car')
    expect(box()).toHaveProperty('value', 'red car')
  })

  it('puts what is typed into the URL on Enter', async () => {
    const view = show()
    await userEvent.type(box(), 'blue car{Enter}')
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=blue+car'))
  })

  it('goes to the gallery from other pages', async () => {
    const view = show('', '/images/7')
    await userEvent.type(box(), 'dog{Enter}')
    expect(view.visits).toEqual(['/?q=dog'])
  })

  it('is focused by a slash, from anywhere but a field', async () => {
    show()
    await userEvent.keyboard('/')
    expect(document.activeElement).toBe(box())
    await userEvent.keyboard('/')
    expect(box()).toHaveProperty('value', '/')
  })

  it('is cleared by Escape, and the search with it', async () => {
    const view = show('?q=dog')
    await userEvent.type(box(), '{Escape}')
    expect(box()).toHaveProperty('value', '')
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe(''))
  })

  it('offers suggestions with counts and takes one by arrow and Enter', async () => {
    const view = show()
    await userEvent.type(box(), 'do')
    const first = await screen.findByRole('option', { name: /dog.*1,000\+/ })
    await userEvent.keyboard('{ArrowDown}')
    expect(box().getAttribute('aria-activedescendant')).toBe(first.id)
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=object:dog'))
    expect(screen.queryByRole('option')).toBeNull()
  })

  it('goes on typing after a field was taken', async () => {
    const view = show()
    await userEvent.type(box(), 'ob')
    await userEvent.click(await screen.findByRole('option', { name: /object: field/ }))
    expect(box()).toHaveProperty('value', 'object:')
    expect(view.queryStrings).toEqual([])
  })

  it('asks the server once typing pauses', async () => {
    const view = show()
    await userEvent.type(box(), 'dog')
    await waitFor(() => expect(view.callsTo('search.suggest')).toContainEqual({ query: 'dog', limit: 8 }))
    expect(view.callsTo('search.suggest').length).toBeLessThan(4)
  })

  it('offers what was searched for before while it is empty', async () => {
    show()
    await userEvent.type(box(), 'zebra{Enter}')
    await userEvent.clear(box())
    expect(await screen.findByRole('option', { name: /zebra recent/ })).toBeDefined()
  })

  it('runs an example of the help', async () => {
    const view = show()
    await userEvent.click(screen.getByRole('button', { name: 'How to search' }))
    await userEvent.click(screen.getByRole('button', { name: /object:dog/ }))
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=object:dog'))
  })
})
