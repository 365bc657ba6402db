import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { TooltipProvider } from '@vitrine/ui/tooltip'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadPanelView } from './upload-panel.tsx'
import { noUploads, reduceUploads, type UploadEvent } from './upload-state.ts'
import { Uploader } from './uploader.ts'

// jsdom lays nothing out; the list shows the rows that fit its height.
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(300)
})
afterEach(() => {
  vi.restoreAllMocks()
  cleanup()
})

const added: UploadEvent = {
  type: 'added',
  files: [
    { fileName: 'beach.jpg', sizeBytes: 1000 },
    { fileName: 'notes.txt', sizeBytes: 10 },
  ],
}

function show(...events: UploadEvent[]) {
  const actions = { pause: vi.fn(), resume: vi.fn(), retry: vi.fn(), cancel: vi.fn(), clear: vi.fn() }
  const state = [added, ...events].reduce(reduceUploads, noUploads)
  render(
    <TooltipProvider>
      <UploadPanelView state={state} actions={actions} />
    </TooltipProvider>,
  )
  return actions
}
const started: UploadEvent[] = [
  { type: 'hashing', id: 1 },
  { type: 'hashing', id: 2 },
]

describe('UploadPanelView', () => {
  it('tells how far each file and the whole is', () => {
    show(...started, { type: 'progressed', id: 1, sentBytes: 500 })
    expect(screen.getByRole('heading').textContent).toBe('Uploading 1 of 2')
    expect(screen.getByRole('progressbar', { name: 'beach.jpg' }).getAttribute('aria-valuenow')).toBe('50')
    expect(screen.getByRole('progressbar', { name: 'All uploads' }).getAttribute('aria-valuenow')).toBe('50')
    expect(screen.queryByRole('button', { name: 'Close' })).toBeNull()
  })

  it('pauses one and all', async () => {
    const actions = show(...started, { type: 'progressed', id: 1, sentBytes: 500 })
    await userEvent.click(screen.getByRole('button', { name: 'Pause beach.jpg' }))
    expect(actions.pause).toHaveBeenLastCalledWith(1)
    await userEvent.click(screen.getByRole('button', { name: 'Pause uploads' }))
    expect(actions.pause).toHaveBeenLastCalledWith()
  })

  it('leads to what was there already and says why a file was rejected', () => {
    show(
      ...started,
      {
        type: 'finished',
        id: 1,
        items: [
          { outcome: 'duplicate', id: 7, fileName: 'beach.jpg', sha256: 'a'.repeat(64), restored: false },
        ],
      },
      {
        type: 'finished',
        id: 2,
        items: [
          { outcome: 'rejected', fileName: 'notes.txt', code: 'unsupported-media', reason: 'Not an image.' },
        ],
      },
    )
    expect(screen.getByRole('link', { name: 'Already in the library' }).getAttribute('href')).toBe(
      '/images/7',
    )
    expect(screen.getByText('Not an image.')).toBeTruthy()
    expect(screen.getByRole('status').textContent).toContain('1 file could not be added')
  })

  it('offers another try after a failure, and can be closed', async () => {
    const actions = show(
      ...started,
      { type: 'failed', id: 1, reason: 'The disk is full.' },
      { type: 'cancelled', id: 2 },
    )
    await userEvent.click(screen.getByRole('button', { name: 'Retry beach.jpg' }))
    expect(actions.retry).toHaveBeenLastCalledWith(1)
    await userEvent.click(screen.getByRole('button', { name: 'Retry failed' }))
    expect(actions.retry).toHaveBeenLastCalledWith()
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(actions.clear).toHaveBeenCalledOnce()
  })

  it('works with the uploader itself: what is cancelled can be closed away', async () => {
    const uploader = new Uploader({
      hash: async () => null,
      findKnown: async () => null,
      send: () => new Promise(() => {}),
      discard: async () => {},
    })
    uploader.add([new File(['bytes'], 'beach.jpg')])
    uploader.cancel()
    render(
      <TooltipProvider>
        <UploadPanelView state={uploader.getState()} actions={uploader} />
      </TooltipProvider>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(uploader.getState().items).toEqual([])
  })
})
