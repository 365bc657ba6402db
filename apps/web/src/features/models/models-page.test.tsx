import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError, type ModelsReport } from '@vitrine/contracts'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { ModelsPage } from './models-page.tsx'
import { makeModelsReport, withBase, withFlorence } from './report-fixture.ts'

/** jsdom has none of these; switches and selects ask for them. */
beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Element.prototype.hasPointerCapture = () => false
  Element.prototype.scrollIntoView = () => undefined
})
afterEach(cleanup)

function show(report: ModelsReport = makeModelsReport(), answers: Answers = {}) {
  return renderWithApi(<ModelsPage />, {
    answers: { 'models.report': () => report, ...answers },
    pathname: '/models',
  })
}

/** The card of the weights or engine with that title. */
async function card(title: string) {
  const heading = await screen.findByRole('heading', { name: title })
  const item = heading.closest('li')
  if (!item) throw new Error(`${title} stands in no card.`)
  return within(item)
}
const base = () => card('Florence-2 base, fine-tuned')
const KEY = { key: 'florence-2-base-ft' }

describe('the cards of models', () => {
  it('say what each is for, what it takes, and which suits this machine', async () => {
    show()
    const { getByText } = await base()
    for (const part of [
      'recommended here',
      'not here',
      'MIT',
      'about 1.1 GB',
      '231 million',
      '2.6 GB of 8 GB',
    ])
      expect(getByText(part)).toBeDefined()
    expect(getByText(/captions, objects and text in one look/)).toBeDefined()
    expect((await card('Florence-2 large, fine-tuned')).queryByText('recommended here')).toBeNull()
  })

  it('warn of weights that need more than the device may give', async () => {
    show(withBase({ memoryBytes: 9_000_000_000 }))
    expect((await base()).getByText(/more memory than this device may give/)).toBeDefined()
  })

  it('name the builtin engine as what works meanwhile', async () => {
    show()
    const builtin = await card('Builtin engine')
    expect(builtin.getByText('in use')).toBeDefined()
    expect(builtin.getByText(/without any download/)).toBeDefined()
  })

  it('tell which weights read now', async () => {
    show(withFlorence())
    expect((await base()).getByText('in use')).toBeDefined()
    expect((await card('Builtin engine')).queryByText('in use')).toBeNull()
  })

  it('begin a download, and ask how it goes at once', async () => {
    const view = show(makeModelsReport(), { 'models.pull': () => null })
    await userEvent.click((await base()).getByRole('button', { name: /^Download/ }))
    expect(view.callsTo('models.pull')).toEqual([KEY])
    expect(view.callsTo('models.report').length).toBeGreaterThan(1)
  })

  it('show a download in bytes, with pace and time left, and stop it', async () => {
    const progress = {
      receivedBytes: 440_000_000,
      totalBytes: 1_100_000_000,
      bytesPerSecond: 5_500_000,
      secondsLeft: 100,
      file: null,
    }
    const view = show(withBase({ state: 'downloading', progress }), { 'models.cancel': () => null })
    const downloading = await base()
    expect(downloading.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40')
    expect(downloading.getByText('440 MB of 1.1 GB · 5.5 MB/s · 2 min left')).toBeDefined()
    expect(downloading.getByRole('status').textContent).toBe(
      'Downloading Florence-2 base, fine-tuned, 25 percent.',
    )
    await userEvent.click(downloading.getByRole('button', { name: /^Cancel/ }))
    expect(view.callsTo('models.cancel')).toEqual([KEY])
  })

  it('go on with an incomplete download', async () => {
    const view = show(
      withBase({ state: 'damaged', place: 'downloaded', problem: 'The network went away.' }),
      {
        'models.pull': () => null,
      },
    )
    const damaged = await base()
    expect(damaged.getByRole('alert').textContent).toBe('The network went away.')
    await userEvent.click(damaged.getByRole('button', { name: /^Resume/ }))
    expect(view.callsTo('models.pull')).toEqual([KEY])
  })

  it('remove only after a question', async () => {
    const view = show(withFlorence(), { 'models.remove': () => null })
    await userEvent.click((await base()).getByRole('button', { name: /^Remove/ }))
    expect(view.callsTo('models.remove')).toEqual([])
    const question = screen.getByRole('alertdialog', { name: 'Remove Florence-2 base, fine-tuned?' })
    expect(question.textContent).toContain('1.1 GB are freed')
    await userEvent.click(within(question).getByRole('button', { name: 'Remove' }))
    expect(view.callsTo('models.remove')).toEqual([KEY])
  })

  it('put other weights to use, and leave those of the folder alone', async () => {
    const view = show(withBase({ state: 'present', place: 'folder', isInUse: false }), {
      'models.use': () => null,
    })
    const present = await base()
    expect(present.queryByRole('button', { name: /^Remove/ })).toBeNull()
    await userEvent.click(present.getByRole('button', { name: /^Use this/ }))
    expect(view.callsTo('models.use')).toEqual([KEY])
  })

  it('say why something did not work', async () => {
    show(makeModelsReport(), {
      'models.pull': () => {
        throw new AppError('storage-full', 'The disk has no room.')
      },
    })
    await userEvent.click((await base()).getByRole('button', { name: /^Download/ }))
    // The button is free again for another try.
    expect((await base()).getByRole('button', { name: /^Download/ }).getAttribute('aria-busy')).toBeNull()
  })
})

describe('a hub that can’t be reached', () => {
  const problem = 'https://huggingface.co does not answer.'
  const unreachable = { url: 'https://huggingface.co', isReachable: false, problem }

  it('is told once, with what helps and the folder to put files in', async () => {
    const view = show(withBase({ problem }, { hub: unreachable }), { 'models.rescan': () => null })
    const region = within(await screen.findByRole('region', { name: 'The hub does not answer' }))
    expect(screen.getAllByText(problem)).toHaveLength(1)
    for (const part of [
      'HF_ENDPOINT',
      'HTTPS_PROXY',
      '/srv/vitrine/models/onnx-community/Florence-2-base-ft',
    ])
      expect(region.getByText(part)).toBeDefined()
    await userEvent.click(region.getByRole('button', { name: 'Look for files now' }))
    expect(view.callsTo('models.rescan')).toHaveLength(1)
  })

  it('is no topic while nobody has asked it', async () => {
    show()
    await base()
    expect(screen.queryByRole('region', { name: 'The hub does not answer' })).toBeNull()
    expect(screen.getByText('No internet on this machine?')).toBeDefined()
  })
})

describe('the device', () => {
  it('is named with the reason, and everything that was tried', async () => {
    const view = show(makeModelsReport(), { 'models.probeDevices': () => null })
    const device = within(await screen.findByRole('region', { name: 'Device' }))
    expect(device.getByText(/No graphics card could be used/)).toBeDefined()
    const tried = within(device.getByRole('list', { name: 'Devices that were tried' }))
    expect(tried.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'NVIDIA graphics card (CUDA)not hereThe CUDA libraries of ONNX Runtime are not installed.',
      'ProcessorworkschosenThe processor works: 8 cores.16 GB memory, 9 GB free · trial run 41.5 ms',
    ])
    expect(device.getAllByText(/NVIDIA driver of version 580/)).toHaveLength(1)
    await userEvent.click(device.getByRole('button', { name: 'Probe again' }))
    expect(view.callsTo('models.probeDevices')).toHaveLength(1)
  })
})

describe('the memory', () => {
  const memory = async () => within(await screen.findByRole('region', { name: 'Memory: Processor' }))

  it('shows who takes how much, and by which policy', async () => {
    show()
    const { getByText, getByRole } = await memory()
    expect(getByText(/fit together, so none has to make room/)).toBeDefined()
    const use = within(getByRole('list', { name: 'Use of the memory' }))
    expect(use.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'builtin520 MB',
      'free7.5 GB',
    ])
    expect(getByText('It has no weights here yet.')).toBeDefined()
  })

  it('pins, unpins, ejects and loads engines', async () => {
    const view = show(makeModelsReport(), { 'models.residency': () => null })
    const { getByRole } = await memory()
    await userEvent.click(getByRole('switch', { name: 'Keep it loaded: builtin' }))
    await userEvent.click(getByRole('button', { name: 'Eject builtin' }))
    expect(view.callsTo('models.residency')).toEqual([
      { engine: 'builtin', request: { action: 'unpin' } },
      { engine: 'builtin', request: { action: 'eject' } },
    ])
  })

  it('sets how long an idle engine stays', async () => {
    const report = makeModelsReport()
    const ledgers = report.ledgers.map((ledger) => ({
      ...ledger,
      entries: ledger.entries.map((entry) => ({
        ...entry,
        isPinned: false,
        residency: 'unloaded' as const,
      })),
    }))
    const view = show({ ...report, ledgers }, { 'models.residency': () => null })
    const { getByRole } = await memory()
    await userEvent.click(getByRole('combobox', { name: 'How long florence2 stays when idle' }))
    await userEvent.click(await screen.findByRole('option', { name: '60 minutes' }))
    await userEvent.click(getByRole('button', { name: 'Load florence2' }))
    expect(view.callsTo('models.residency')).toEqual([
      { engine: 'florence2', request: { action: 'keep-alive', minutes: 60 } },
      { engine: 'florence2', request: { action: 'load' } },
    ])
  })
})

describe('the page', () => {
  it('follows a load from second to second, from the moment that it is asked for', async () => {
    let finish: (value: null) => void = () => undefined
    const loading = new Promise<null>((resolve) => {
      finish = resolve
    })
    const view = show(makeModelsReport(), { 'models.probeDevices': () => loading })
    await userEvent.click(await screen.findByRole('button', { name: 'Probe again' }))
    await waitFor(() => expect(view.callsTo('models.report').length).toBeGreaterThan(1), { timeout: 5_000 })
    expect(screen.getByRole('button', { name: 'Probe again' }).getAttribute('aria-busy')).toBe('true')
    finish(null)
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Probe again' }).getAttribute('aria-busy')).toBeNull(),
    )
  })

  it('offers another try when the models can’t be loaded', async () => {
    let failures = 1
    show(makeModelsReport(), {
      'models.report': () => {
        failures -= 1
        if (failures >= 0) throw new AppError('sidecar-unreachable', 'The sidecar does not answer.')
        return makeModelsReport()
      },
    })
    expect(await screen.findByText('The sidecar does not answer.')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await base()).toBeDefined()
  })

  it('says so where nothing can be had', async () => {
    show(makeModelsReport({ weights: [], models: [] }))
    expect(await screen.findByText('No models are known')).toBeDefined()
  })
})
