import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ImageDetail } from '@vitrine/contracts'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { makeDetail } from '../image-detail/image-fixture.ts'
import { DeepReading } from './deep-reading.tsx'
import { FIELDS, makeRead, readingAnnotations, TABLE } from './reading-fixture.ts'

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Element.prototype.hasPointerCapture = () => false
  Element.prototype.scrollIntoView = () => undefined
})

/** What was saved, by the address that the browser was given for it. */
let saved: Blob[]
let names: string[]
beforeEach(() => {
  saved = []
  names = []
  URL.createObjectURL = (blob) => {
    if (blob instanceof Blob) saved.push(blob)
    return 'blob:reading'
  }
  URL.revokeObjectURL = () => undefined
  HTMLAnchorElement.prototype.click = function click() {
    names.push(this.download)
  }
})
afterEach(cleanup)

const show = (image: ImageDetail, answers: Answers = {}) =>
  renderWithApi(<DeepReading image={image} />, { answers })

async function choose(item: string) {
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Export' }))
  await user.click(await screen.findByRole('menuitem', { name: item }))
}

describe('a deep reading', () => {
  it('shows its prose, its fields and its table, with what made them', () => {
    show(makeRead({ readingWarnings: ['The bottom of the picture is blurred.'] }))
    const section = within(screen.getByRole('region', { name: 'Deep reading' }))
    expect(section.getByText('A receipt from a corner market.')).toBeDefined()
    expect(section.getByText('Merchant')).toBeDefined()
    expect(section.getByText('21.05 EUR')).toBeDefined()
    const table = within(section.getByRole('table', { name: 'Items' }))
    expect(table.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(['Item', 'Price'])
    expect(table.getAllByRole('row')).toHaveLength(3)
    expect(section.getByText('qwen2.5vl:7b')).toBeDefined()
    expect(section.getByText('The bottom of the picture is blurred.')).toBeDefined()
  })

  it.each([
    ['Copy as Markdown', /^A receipt from a corner market\.\n\n## Fields/],
    ['Copy as CSV', /^Fields\r\nname,value,number,unit\r\nmerchant,Corner Market,,\r\n/],
    ['Copy as JSON', /^\{\n {2}"reading": "A receipt/],
  ])('is taken elsewhere: %s', async (item, expected) => {
    show(makeRead())
    await choose(item)
    await waitFor(async () => expect(await navigator.clipboard.readText()).toMatch(expected))
  })

  it('is saved as a CSV file that Excel reads, in which nothing is a formula', async () => {
    show(makeRead())
    await choose('Save CSV')
    expect(names).toEqual(['photo-7.reading.csv'])
    const bytes = new Uint8Array((await saved[0]?.arrayBuffer()) ?? [])
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes)).toContain("'=Olives,17.85")
  })

  it('offers no CSV where there is nothing but prose', async () => {
    show(makeRead({ annotations: readingAnnotations('Only prose.', [], []), reading: 'Only prose.' }))
    await userEvent.click(screen.getByRole('button', { name: 'Export' }))
    expect(screen.queryByRole('menuitem', { name: 'Copy as CSV' })).toBeNull()
  })

  it('shows a long table in part, and all of it when asked', async () => {
    const rows = Array.from({ length: 500 }, (_, row) => [`Row ${row}`, String(row)])
    show(makeRead({ annotations: readingAnnotations('A list.', FIELDS, [{ ...TABLE, rows }]) }))
    const rowsShown = () => within(screen.getByRole('table', { name: 'Items' })).getAllByRole('row').length
    expect(rowsShown()).toBe(31)
    await userEvent.click(screen.getByRole('button', { name: 'All 500 rows' }))
    expect(rowsShown()).toBe(501)
  })

  it('names tables that have no title by their number', () => {
    const table = { ...TABLE, title: '' }
    show(makeRead({ annotations: readingAnnotations('Two lists.', [], [table, table]) }))
    expect(screen.getByRole('table', { name: 'Table 2' })).toBeDefined()
  })
})

describe('where it stands', () => {
  it('says in clear words that there is no engine, and where to set one', () => {
    show(makeDetail({ reasoning: 'waiting' }))
    const note = screen.getByRole('status')
    expect(note.textContent).toContain('No reasoning engine.')
    const link = screen.getByRole('link', { name: 'Download a model or name a server' })
    expect(link.getAttribute('href')).toBe('/models#servers')
  })

  it('is asked for by hand', async () => {
    const view = show(makeDetail({ reasoning: 'not-needed' }), { 'images.rerun': () => ({ count: 1 }) })
    await userEvent.click(screen.getByRole('button', { name: 'Read deeply' }))
    expect(view.callsTo('images.rerun')).toEqual([{ what: { ids: [7] }, stage: 'reasoning' }])
  })

  it('is skipped by hand', async () => {
    const view = show(makeDetail({ reasoning: 'queued' }), { 'pipeline.cancel': () => ({ count: 1 }) })
    await userEvent.click(screen.getByRole('button', { name: 'Skip the deep reading' }))
    expect(view.callsTo('pipeline.cancel')).toEqual([{ selection: { ids: [7] }, stage: 'reasoning' }])
  })

  it('says why it failed, and keeps what was read before', () => {
    show(makeRead({ reasoning: 'failed', readingProblem: 'The server ran out of memory.' }))
    expect(screen.getByText('The server ran out of memory.')).toBeDefined()
    expect(screen.getByText('A receipt from a corner market.')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  })

  it('offers nothing in the trash', () => {
    show(makeRead({ deletedAt: 1_760_000_000_000 }))
    expect(screen.queryByRole('button', { name: 'Read deeply again' })).toBeNull()
  })

  it('is not spoken of before the picture has been read', () => {
    show(makeDetail({ status: 'queued', reasoning: 'unknown', triage: null, annotations: [] }))
    expect(screen.queryByRole('region', { name: 'Deep reading' })).toBeNull()
  })
})
