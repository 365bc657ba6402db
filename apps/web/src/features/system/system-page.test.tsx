import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError, type ImportStatus, Settings } from '@vitrine/contracts'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { makeReport } from './report-fixture.ts'
import { SystemPage } from './system-page.tsx'

/** jsdom has none; the switch asks for its size. */
beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
})
afterEach(cleanup)

const settings = Settings.parse({ triage: {} })

function show(answers: Answers = {}) {
  return renderWithApi(<SystemPage />, {
    answers: {
      'system.report': () => makeReport(),
      'system.settings': () => settings,
      'models.report': () => modelsReportExample,
      ...answers,
    },
    pathname: '/system',
  })
}

const region = (name: string) => screen.findByRole('region', { name })

describe('SystemPage', () => {
  it('shows what runs, on what, how fast, and what went wrong last', async () => {
    show()
    const row = within(await region('Engines')).getByRole('listitem')
    expect(row.textContent).toContain('2 running, 4 waiting')
    expect(row.textContent).toContain('1.5 images/s')
    expect(row.textContent).toContain('ran out of memory')
    expect(within(await region('Models')).getByRole('listitem').textContent).toContain('Apache-2.0')
    expect((await region('Storage')).textContent).toContain('5 GB')
    expect((await region('Pipeline')).textContent).toContain('1,234')
  })

  it('says on what the models run and why, and leads to where that is managed', async () => {
    show()
    const engines = within(await region('Engines'))
    expect((await engines.findByText(/Models run on cpu/)).textContent).toContain('No graphics card')
    expect(engines.getByRole('listitem').textContent).toContain('cpu · fp32')
    expect(engines.getByRole('link', { name: 'Devices and memory' }).getAttribute('href')).toBe('/models')
  })

  it('says what is wrong when the sidecar does not answer', async () => {
    show({
      'system.report': () => makeReport({ sidecar: null, sidecarProblem: 'No answer.', models: [] }),
    })
    expect(within(await region('Engines')).getByRole('alert').textContent).toBe('No answer.')
  })

  it('shows how the import folder is, and what could not be read', async () => {
    const importStatus: ImportStatus = {
      state: 'problem',
      problem: 'The disk is full.',
      waiting: 1200,
      imported: 7,
      duplicates: 2,
      rejected: 2,
      failures: [
        { fileName: 'notes.txt', reason: 'This is not an image.' },
        { fileName: 'notes.txt', reason: 'This file is empty.' },
      ],
    }
    show({ 'system.report': () => makeReport({ importDir: '/scans', importStatus }) })
    const card = within(await region('Import folder'))
    expect(card.getByRole('alert').textContent).toBe('The disk is full.')
    expect(card.getByText('/scans')).toBeDefined()
    expect(card.getByText('1,200')).toBeDefined()
    const failures = within(card.getByRole('list', { name: 'Files that could not be read', hidden: true }))
    expect(failures.getAllByRole('listitem', { hidden: true }).map((item) => item.textContent)).toEqual([
      'notes.txt This is not an image.',
      'notes.txt This file is empty.',
    ])
  })

  it('leaves the import folder out where none is watched', async () => {
    show()
    await region('Storage')
    expect(screen.queryByRole('region', { name: 'Import folder' })).toBeNull()
  })

  it('offers another try when the report can’t be loaded', async () => {
    let failures = 1
    show({
      'system.report': () => {
        failures -= 1
        if (failures >= 0) throw new AppError('database-busy', 'The database is busy.')
        return makeReport()
      },
    })
    expect(await screen.findByText('The database is busy.')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await region('Storage')).toBeDefined()
  })

  it('saves settings, and explains a number that can’t be', async () => {
    const view = show({ 'system.setSettings': () => null })
    const objects = await screen.findByRole('textbox', { name: 'Most objects' })
    await userEvent.clear(objects)
    await userEvent.click(screen.getByRole('button', { name: 'Save settings' }))
    expect(screen.getByRole('alert').textContent).toBe('A whole number, 0 or more.')
    await userEvent.type(objects, '8')
    await userEvent.click(screen.getByRole('switch', { name: /always ask/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Save settings' }))
    expect(view.callsTo('system.setSettings')).toEqual([
      { ...settings, triage: { ...settings.triage, maxObjects: 8, documentLike: false } },
    ])
  })

  it('saves what is read of every picture', async () => {
    const view = show({ 'system.setSettings': () => null })
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Objects' }))
    await userEvent.click(screen.getByRole('checkbox', { name: 'Phrases for parts' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save settings' }))
    expect(view.callsTo('system.setSettings')).toEqual([
      {
        ...settings,
        perception: {
          tasks: ['ocr-with-region', 'detailed-caption', 'caption', 'dense-region-caption'],
          tiledOcr: 'auto',
        },
      },
    ])
  })

  it('rebuilds the index', async () => {
    const view = show({ 'system.rebuildIndex': () => ({ images: 5 }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Rebuild' }))
    expect(view.callsTo('system.rebuildIndex')).toHaveLength(1)
  })

  it('counts what awaits a decision between two readings, and accepts all after a question', async () => {
    const view = show({
      'readings.undecided': () => ({ count: 12 }),
      'readings.accept': () => ({ ids: [1, 2] }),
    })
    expect(await screen.findByText(/12 images were read anew by other models/)).toBeDefined()
    expect(screen.getByRole('link', { name: 'Show them' }).getAttribute('href')).toBe(
      '/?q=is:reread&sort=newest',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Accept all' }))
    expect(view.callsTo('readings.accept')).toEqual([])
    await userEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Accept all' }))
    expect(view.callsTo('readings.accept')).toEqual([{ what: { everything: true } }])
  })

  it('asks before it reads again what an older model made', async () => {
    const view = show({
      'images.rerun': () => ({ count: 3 }),
      'pipeline.countOlder': () => ({ count: 1240 }),
    })
    await userEvent.click(await screen.findByRole('button', { name: /older than pp-ocr/ }))
    expect(await screen.findByText(/1,240 images were read by another model than pp-ocr/)).toBeDefined()
    expect(view.callsTo('pipeline.countOlder')).toEqual([
      { ...makeReport().models[0]?.model, stage: 'perception' },
    ])
    expect(view.callsTo('images.rerun')).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }))
    expect(view.callsTo('images.rerun')).toEqual([
      { what: { olderThan: makeReport().models[0]?.model }, stage: 'perception' },
    ])
  })

  it('leads to the description of the API', async () => {
    show()
    const link = await screen.findByRole('link', { name: /OpenAPI/ })
    expect(link.getAttribute('href')).toBe('/api/v1/openapi.json')
  })
})
