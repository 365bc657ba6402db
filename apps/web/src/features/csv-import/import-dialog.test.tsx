import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError, CsvImportReport } from '@vitrine/contracts'
import { Toaster } from '@vitrine/ui/toast'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { ImportDialog } from './import-dialog.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function reportOf(query: URLSearchParams): CsvImportReport {
  const overwrite = query.get('overwrite') === '1'
  const fate = overwrite ? 'overwritten' : 'kept'
  return {
    dryRun: query.get('dryRun') === '1',
    columns: [
      { heading: 'file', target: 'file' },
      { heading: 'alt', target: 'caption' },
      { heading: 'price', target: null },
    ],
    columnProblem: null,
    rows: 3,
    matched: 2,
    fates: { set: 1, overwritten: overwrite ? 1 : 0, kept: overwrite ? 0 : 1 },
    changes: [
      { row: 1, imageId: 7, fileName: 'mug.jpg', what: 'caption', from: 'A cup.', to: 'A mug.', fate: 'set' },
      { row: 2, imageId: 8, fileName: 'cup.jpg', what: 'caption', from: 'Ann’s', to: 'A cup.', fate },
    ],
    problemCount: 1,
    problems: [{ row: 3, code: 'unmatched', message: 'No image is called so: pan.jpg' }],
  }
}

/** Answers as the server would; gives back what it was asked, and how often the dialog was closed. */
function show(answer: (query: URLSearchParams) => CsvImportReport | AppError = reportOf) {
  const asked: { dryRun: string | null; overwrite: string | null; map: string | null; body: string }[] = []
  vi.stubGlobal('fetch', async (address: string, init: { body: File }) => {
    const { searchParams } = new URL(address, 'http://localhost')
    const [dryRun = null, overwrite = null, map = null] = ['dryRun', 'overwrite', 'map'].map((name) =>
      searchParams.get(name),
    )
    asked.push({ dryRun, overwrite, map, body: init.body.name })
    const reply = answer(searchParams)
    return reply instanceof AppError
      ? Response.json(reply.toWire(), { status: reply.status })
      : Response.json(CsvImportReport.parse(reply))
  })
  const onClose = vi.fn()
  renderWithApi(
    <>
      <ImportDialog file={new File(['file,alt\n'], 'catalog.csv')} onClose={onClose} />
      <Toaster theme="light" />
    </>,
  )
  return { asked, onClose }
}

describe('taking up a catalog', () => {
  it('shows what would change, what stays a person’s, and which rows fit no image, before anything is done', async () => {
    const { asked } = show()
    expect(await screen.findByText(/2 of 3 rows found their image. 1 change. 1 left out/)).toBeDefined()
    const rows = screen.getAllByRole('row').map((row) => row.textContent)
    expect(rows.slice(1)).toEqual([
      'mug.jpgCaption, or alt text NewA cup.A mug.',
      'cup.jpgCaption, or alt text Left out: a person’s staysAnn’sA cup.',
    ])
    expect(screen.getByText('Row 3: No image is called so: pan.jpg')).toBeDefined()
    expect(asked).toEqual([{ dryRun: '1', overwrite: '0', map: '{}', body: 'catalog.csv' }])
  })

  it('overwrites people’s words only where it is told to, and says so', async () => {
    const { asked, onClose } = show()
    await screen.findByRole('button', { name: 'Take up 1 change' })
    await userEvent.click(screen.getByRole('switch', { name: /go before what people wrote/ }))
    expect(await screen.findByText(/2 changes, 1 of them over a person’s words/)).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Take up 2 changes' }))
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(asked.at(-1)).toMatchObject({ dryRun: '0', overwrite: '1' })
    expect(await screen.findByText('2 changes taken up from catalog.csv')).toBeDefined()
  })

  it('says what is wrong with a file that is none', async () => {
    show(() => new AppError('bad-request', 'This file is not in UTF-8.', { suggestion: 'Save it as UTF-8.' }))
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This file is not in UTF-8. Save it as UTF-8.',
    )
    expect(screen.getByRole('button', { name: 'Take up' })).toHaveProperty('disabled', true)
  })

  it('lets columns be named where they tell too little', async () => {
    show((query) => ({
      ...reportOf(query),
      columnProblem: 'No column tells which image a row is about.',
      rows: 0,
      fates: { set: 0, overwritten: 0, kept: 0 },
      changes: [],
    }))
    expect(await screen.findByText('No column tells which image a row is about.')).toBeDefined()
    expect(screen.getByRole('combobox', { name: 'What price is' }).textContent).toBe('Left out')
    expect(screen.getByRole('button', { name: 'Take up' })).toHaveProperty('disabled', true)
  })
})
