import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ModelsReport } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { ModelNotice } from './model-notice.tsx'
import { makeModelsReport, withBase, withFlorence } from './report-fixture.ts'

beforeEach(() => localStorage.clear())
afterEach(cleanup)

function show(report: ModelsReport, answers: Answers = {}) {
  return renderWithApi(<ModelNotice />, { answers: { 'models.report': () => report, ...answers } })
}

const offer = () => screen.findByRole('region', { name: 'A model that can be had' })

describe('ModelNotice', () => {
  it('offers Florence-2 while no weights are here', async () => {
    const view = show(makeModelsReport(), { 'models.pull': () => null })
    expect((await offer()).textContent).toContain('About 1.1 GB once, then everything stays on this machine.')
    expect(screen.getByRole('link', { name: 'See details' }).getAttribute('href')).toBe('/models')
    await userEvent.click(screen.getByRole('button', { name: 'Download' }))
    expect(view.callsTo('models.pull')).toEqual([{ key: 'florence-2-base-ft' }])
  })

  it.each(['Not now', 'Put this notice away'])('is not shown again after “%s”', async (name) => {
    const { unmount } = show(makeModelsReport())
    await offer()
    await userEvent.click(screen.getByRole('button', { name }))
    expect(screen.queryByRole('region')).toBeNull()
    unmount()
    const view = show(makeModelsReport())
    await waitFor(() => expect(view.callsTo('models.report')).toHaveLength(1))
    expect(screen.queryByRole('region')).toBeNull()
  })

  it('says that a download did not work, and offers another try', async () => {
    show(withBase({ problem: 'The hub does not answer.' }))
    expect((await offer()).textContent).toContain('The download did not work.')
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  })

  it('shows how far a download is', async () => {
    show(withBase({ state: 'verifying' }))
    const notice = await screen.findByRole('region', { name: 'A model on its way' })
    expect(notice.textContent).toContain('Checking that every byte is right.')
  })

  it('tells of the arrival, and reads everything again in one click', async () => {
    const view = show(withFlorence(), {
      'pipeline.countOlder': () => ({ count: 12 }),
      'images.rerun': () => ({ count: 12 }),
    })
    const notice = await screen.findByRole('region', { name: 'A model that has come' })
    expect(notice.textContent).toContain('12 pictures were read with the builtin engine.')
    await userEvent.click(screen.getByRole('button', { name: 'Re-read everything with Florence-2' }))
    expect(view.callsTo('images.rerun')).toEqual([
      { what: { olderThan: { engine: 'florence2' } }, stage: 'perception' },
    ])
    await waitFor(() => expect(screen.queryByRole('region')).toBeNull())
  })

  it('keeps quiet about an arrival when nothing is left to read again', async () => {
    const view = show(withFlorence(), { 'pipeline.countOlder': () => ({ count: 0 }) })
    await waitFor(() => expect(view.callsTo('pipeline.countOlder')).toHaveLength(1))
    expect(screen.queryByRole('region')).toBeNull()
  })

  it('keeps quiet while the sidecar does not answer', async () => {
    const view = show(makeModelsReport(), {
      'models.report': () => {
        throw new Error('gone')
      },
    })
    await waitFor(() => expect(view.callsTo('models.report')).toHaveLength(1))
    expect(screen.queryByRole('region')).toBeNull()
  })
})
