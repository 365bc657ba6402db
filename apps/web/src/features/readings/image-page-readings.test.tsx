import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { makeDetail } from '../image-detail/image-fixture.ts'
import { ImagePage } from '../image-detail/image-page.tsx'
import { layOutStage } from '../image-detail/stage-in-jsdom.ts'
import { formerReading } from './readings-fixture.ts'

beforeAll(layOutStage)
afterEach(() => {
  cleanup()
  window.localStorage.clear()
})

const undecided = () => makeDetail({ hasTwoReadings: true, former: formerReading })

function show(answers: Answers = {}) {
  return renderWithApi(<ImagePage id={7} />, {
    answers: {
      'images.byId': undecided,
      'images.similar': () => [],
      'tags.list': () => [],
      'search.neighbours': () => ({
        previous: null,
        next: null,
        position: 1,
        total: { value: 1, capped: false },
      }),
      ...answers,
    },
    pathname: '/images/7',
  })
}

const section = () => screen.findByRole('region', { name: 'Two readings' })

it('draws what the former had found on key f, and takes it away again', async () => {
  const { container } = show()
  const formerLabels = () => container.querySelectorAll('rect[style*="dasharray"]').length
  await section()
  expect(formerLabels()).toBe(0)
  await userEvent.keyboard('f')
  expect(formerLabels()).toBe(formerReading.detections.length)
  expect(screen.getByRole('switch', { name: /former’s finds/ }).getAttribute('aria-checked')).toBe('true')
  await userEvent.keyboard('f')
  expect(formerLabels()).toBe(0)
})

it('leaves the focus in the panel when a decision ends the section', async () => {
  let isDecided = false
  const view = show({
    'images.byId': () => (isDecided ? makeDetail() : undecided()),
    'readings.takeBack': () => {
      isDecided = true
      return { ids: [7] }
    },
  })
  await section()
  await userEvent.click(screen.getByRole('button', { name: 'Take back the former' }))
  expect(view.callsTo('readings.takeBack')).toEqual([{ what: { ids: [7] } }])
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Two readings' })).toBeNull())
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('About this image'))
})

it('asks nothing where there is one reading, or the image is in the trash', async () => {
  show({ 'images.byId': () => makeDetail({ former: formerReading, deletedAt: 1_760_000_000_000 }) })
  expect(await screen.findByText('This image is in the trash.')).toBeDefined()
  expect(screen.queryByRole('region', { name: 'Two readings' })).toBeNull()
})
