import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { DEFAULT_COLUMNS, type ExportProgress } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { ExportDialog, type ExportDialogProps } from './export-dialog.tsx'

const FIELDS = { facets: [{ name: 'field', values: [{ value: 'total', term: 'field:total', count: null }] }] }

/** The addresses that links were followed to. */
let followed: string[]
beforeEach(() => {
  followed = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    followed.push(`${this.pathname}${this.search}`)
  })
})
afterEach(() => {
  cleanup()
  localStorage.clear()
  vi.restoreAllMocks()
})

function show(over: Partial<ExportDialogProps> = {}, count = 12) {
  let progress: ExportProgress = { state: 'done', done: count, count }
  const view = renderWithApi(
    <ExportDialog
      subject="What this search finds"
      selection={{ query: 'kind:receipt' }}
      sort="relevance"
      onClose={() => undefined}
      {...over}
    />,
    {
      answers: {
        'exports.count': () => ({ count }),
        'exports.prepare': () => ({ ticket: 'a-ticket', count }),
        'exports.progress': () => progress,
        'search.facets': () => FIELDS,
      },
    },
  )
  return {
    ...view,
    setProgress: (next: ExportProgress) => {
      progress = next
    },
  }
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))
/** As if it had been chosen before. */
const remember = (choice: object) => localStorage.setItem('vitrine.export', JSON.stringify(choice))

describe('the export dialog', () => {
  it('tells the count before, and begins the download at once', async () => {
    const view = show()
    expect(await screen.findByText('What this search finds: 12 images')).toBeDefined()
    await press('Export')
    await waitFor(() => expect(followed).toEqual(['/api/v1/export?ticket=a-ticket']))
    expect(view.callsTo('exports.prepare')).toEqual([
      {
        selection: { query: 'kind:receipt' },
        sort: 'relevance',
        format: 'csv',
        columns: [...DEFAULT_COLUMNS],
        name: '{name}',
        images: 'originals',
        sidecars: false,
        embed: false,
      },
    ])
    expect(await screen.findByText('12 images exported')).toBeDefined()
  })

  it('shows how far it is', async () => {
    const view = show({}, 100_000)
    view.setProgress({ state: 'running', done: 25_000, count: 100_000 })
    await screen.findByText(/100,000 images/)
    await press('Export')
    expect(await screen.findByText('25,000 of 100,000 images')).toBeDefined()
    await waitFor(() =>
      expect(screen.getByRole('progressbar', { name: 'Export' }).getAttribute('aria-valuenow')).toBe('25'),
    )
  })

  it('exports the columns that are chosen, values of readings among them, and remembers them', async () => {
    const first = show()
    await screen.findByText(/12 images/)
    const values = within(await screen.findByRole('group', { name: 'Values of deep readings' }))
    await userEvent.click(values.getByLabelText('total'))
    await userEvent.click(screen.getByLabelText('Tags'))
    first.unmount()
    const second = show()
    await screen.findByText(/12 images/)
    await press('Export')
    await waitFor(() => expect(second.callsTo('exports.prepare')).toHaveLength(1))
    expect(second.callsTo('exports.prepare')).toMatchObject([
      { columns: [...DEFAULT_COLUMNS.filter((column) => column !== 'tags'), 'field:total'] },
    ])
  })

  it('shows how files of a zip will be called, and begins with no pattern that is none', async () => {
    remember({ format: 'zip' })
    const view = show()
    await screen.findByText(/12 images/)
    const names = screen.getByLabelText('File names')
    await userEvent.clear(names)
    await userEvent.type(names, '{{date}-{{n}')
    expect(screen.getByText('For example 2026-05-03-01.jpg')).toBeDefined()
    await userEvent.type(names, '{{nmae}')
    expect(screen.getByRole('alert')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Export' })).toHaveProperty('disabled', true)
    expect(view.callsTo('exports.prepare')).toEqual([])
  })

  it('always has sidecars in a zip without images', async () => {
    remember({ format: 'zip', images: 'none', embed: true })
    const view = show()
    await screen.findByText(/12 images/)
    const [sidecars, embed] = screen.getAllByRole('switch')
    expect(sidecars?.getAttribute('aria-checked')).toBe('true')
    expect(embed?.getAttribute('aria-checked')).toBe('false')
    await press('Export')
    await waitFor(() => expect(view.callsTo('exports.prepare')).toHaveLength(1))
    expect(view.callsTo('exports.prepare')).toMatchObject([
      { format: 'zip', images: 'none', sidecars: true, embed: false },
    ])
  })

  it('has nothing to begin where nothing is found', async () => {
    show({}, 0)
    expect(await screen.findByText(/0 images/)).toBeDefined()
    expect(screen.getByRole('button', { name: 'Export' })).toHaveProperty('disabled', true)
  })
})
