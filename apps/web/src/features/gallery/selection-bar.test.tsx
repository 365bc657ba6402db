import { cleanup, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { emptySelection } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'

afterEach(cleanup)

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
        'exports.count': () => ({ count: 2 }),
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
    expect(view.callsTo('exports.count')).toEqual([{ ids: [7, 8] }])
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
