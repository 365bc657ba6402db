import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { Toaster } from '@vitrine/ui/toast'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { emptySelection } from '../gallery/selection.ts'
import { SelectionBar } from '../gallery/selection-bar.tsx'

afterEach(cleanup)

const [known] = modelsReportExample.models

/** What `models.report` answers where these engines can read. */
const engines = (...names: ('builtin' | 'florence2')[]) => ({
  ...modelsReportExample,
  models: names.map((engine) => ({ ...known, engine, stages: ['perception'], residency: 'loaded' })),
})

function show(answers: Answers = {}, isUndecided = true) {
  const onClear = vi.fn()
  const view = renderWithApi(
    <>
      <SelectionBar
        state={{ ...emptySelection, allOf: 'is:reread' }}
        selection={{ query: 'is:reread' }}
        total={{ value: 3, capped: false }}
        sort="newest"
        isUndecided={isUndecided}
        onAll={vi.fn()}
        onClear={onClear}
        onTrash={vi.fn()}
      />
      <Toaster theme="light" />
    </>,
    { answers: { 'models.report': () => engines('builtin'), ...answers } },
  )
  return { ...view, onClear }
}

describe('deciding many at once', () => {
  it('accepts all that a search finds, and says how many had two readings', async () => {
    const view = show({ 'readings.accept': () => ({ ids: [1, 2, 3] }) })
    await userEvent.click(screen.getByRole('button', { name: 'Accept new readings' }))
    expect(view.callsTo('readings.accept')).toEqual([{ what: { query: 'is:reread' } }])
    expect(await screen.findByText('3 new readings stay')).toBeDefined()
    await waitFor(() => expect(view.onClear).toHaveBeenCalledOnce())
  })

  it('takes all of them back', async () => {
    const view = show({ 'readings.takeBack': () => ({ ids: [] }) })
    await userEvent.click(screen.getByRole('button', { name: 'Take back the former' }))
    expect(view.callsTo('readings.takeBack')).toEqual([{ what: { query: 'is:reread' } }])
    expect(await screen.findByText('There was nothing to decide.')).toBeDefined()
  })

  it('is a menu where there is no room for buttons', async () => {
    const view = show({ 'readings.accept': () => ({ ids: [1] }) })
    await userEvent.click(screen.getByRole('button', { name: 'Decide between readings' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Accept new readings' }))
    expect(view.callsTo('readings.accept')).toEqual([{ what: { query: 'is:reread' } }])
  })

  it('is not offered where nothing awaits a decision', () => {
    show({}, false)
    expect(screen.queryByRole('button', { name: 'Accept new readings' })).toBeNull()
  })
})

describe('reading many again', () => {
  const again = { 'images.rerun': () => ({ count: 3 }) }

  it('asks for the best engine where there is no choice', async () => {
    const view = show(again)
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }))
    expect(view.callsTo('images.rerun')).toEqual([{ what: { query: 'is:reread' }, stage: 'perception' }])
  })

  it('offers the engines that can read', async () => {
    const view = show({ ...again, 'models.report': () => engines('florence2', 'builtin') })
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Read again' }).getAttribute('aria-haspopup')).toBe('menu'),
    )
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Read again with Builtin' }))
    expect(view.callsTo('images.rerun')).toEqual([
      { what: { query: 'is:reread' }, stage: 'perception', engine: 'builtin' },
    ])
  })
})
