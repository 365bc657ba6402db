import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { emptySelection } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'

// jsdom goes nowhere, and says so.
beforeEach(() => void vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined))
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function show() {
  return renderWithApi(
    <SelectionBar
      state={{ ...emptySelection, ids: new Set([7, 8]) }}
      selection={{ ids: [7, 8] }}
      total={{ value: 60, capped: false }}
      sort="name"
      isUndecided={false}
      onAll={vi.fn()}
      onClear={vi.fn()}
      onTrash={vi.fn()}
    />,
    {
      answers: {
        'models.report': () => modelsReportExample,
        'exports.prepare': () => ({ ticket: 'a-ticket', count: 2 }),
        'exports.progress': () => ({ state: 'done', done: 2, count: 2 }),
        'search.facets': () => ({ facets: [] }),
        'images.rerun': () => ({ count: 2 }),
      },
    },
  )
}

describe('the bar of chosen images', () => {
  it('exports exactly what is chosen', async () => {
    const view = show()
    await userEvent.click(screen.getByRole('button', { name: 'Export' }))
    expect(await screen.findByText('Chosen images: 2 images')).toBeDefined()
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Export' }))
    expect(view.callsTo('exports.prepare')).toMatchObject([{ selection: { ids: [7, 8] }, sort: 'name' }])
    // A long list does not fit into the address that a query is.
    expect(view.callsTo('exports.count')).toEqual([])
  })

  it('has a menu for what a phone has no room for', async () => {
    const view = show()
    await userEvent.click(screen.getByRole('button', { name: 'More' }))
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent?.trim())).toEqual([
      'Read deeply',
      'Skip the deep reading',
      'Ask about these',
      'Export…',
    ])
    await userEvent.click(screen.getByRole('menuitem', { name: 'Read deeply' }))
    expect(view.callsTo('images.rerun')).toEqual([{ what: { ids: [7, 8] }, stage: 'reasoning' }])
    await userEvent.click(screen.getByRole('button', { name: 'More' }))
    await userEvent.click(screen.getByRole('menuitem', { name: 'Export…' }))
    expect(await screen.findByRole('dialog', { name: 'Export' })).toBeDefined()
  })
})
