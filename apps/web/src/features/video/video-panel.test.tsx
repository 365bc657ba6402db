import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { byBuiltin, makeDetail } from '../image-detail/image-fixture.ts'
import { VideoPanel } from './video-panel.tsx'

beforeAll(() => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => undefined
})
afterEach(cleanup)

const frame = (id: number, atSeconds: number, caption: string) => ({ id, atSeconds, caption, version: 1 })
const video = {
  durationSeconds: 95,
  frames: [frame(7, 0, 'A harbour.'), frame(8, 42, 'A boat at sea.')],
  reading: null,
}
const keyframe = makeDetail({
  id: 8,
  fileName: 'trip.mp4 (at 0:42)',
  mediaType: 'video/mp4',
  atSeconds: 42,
  video,
})

describe('VideoPanel', () => {
  it('plays the video from where the keyframe is seen', () => {
    renderWithApi(<VideoPanel image={keyframe} />)
    const player = screen.getByLabelText('trip.mp4 (at 0:42), from 0:42')
    expect(player.getAttribute('src')).toMatch(/^\/api\/images\/8\/original\?v=1#t=42$/)
    expect(screen.getByText('1:35, 2 keyframes')).toBeTruthy()
  })

  it('leads to the other keyframes by when they are seen and what they show', () => {
    renderWithApi(<VideoPanel image={keyframe} />)
    const timeline = screen.getByRole('list', { name: 'Keyframes' })
    const [first, second] = within(timeline).getAllByRole('link')
    expect(first?.getAttribute('href')).toMatch(/^\/images\/7/)
    expect(first?.getAttribute('aria-label')).toBe('0:00, A harbour.')
    expect(second?.getAttribute('aria-current')).toBe('true')
  })

  it('has the video read as a whole when asked', async () => {
    const asked: unknown[] = []
    renderWithApi(<VideoPanel image={keyframe} />, {
      answers: { 'videos.read': (input) => void asked.push(input) },
    })
    await userEvent.click(screen.getByRole('button', { name: 'Read the video' }))
    expect(asked).toEqual([{ imageId: 8 }])
  })

  it('shows what was read, and by what', () => {
    const reading = { text: 'A boat leaves the harbour.', source: byBuiltin('caption') }
    renderWithApi(<VideoPanel image={{ ...keyframe, video: { ...video, reading } }} />)
    expect(screen.getByText('A boat leaves the harbour.')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Read the video again' })).toBeTruthy()
  })

  it('plays from the times that the reading names', async () => {
    const play = vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue()
    const reading = { text: 'A boat leaves (0:42).', source: byBuiltin('caption') }
    renderWithApi(<VideoPanel image={{ ...keyframe, video: { ...video, reading } }} />)
    await userEvent.click(screen.getByRole('button', { name: 'Play from 0:42' }))
    const player = screen.getByLabelText(/mp4.* from 0:42$/)
    expect(player instanceof HTMLVideoElement && player.currentTime).toBe(42)
    expect(play).toHaveBeenCalledOnce()
    play.mockRestore()
  })

  it('offers the file where the browser can’t play it', () => {
    renderWithApi(<VideoPanel image={keyframe} />)
    fireEvent.error(screen.getByLabelText(/mp4.* from 0:42$/))
    expect(screen.getByRole('alert').textContent).toContain('can’t play this video')
    expect(screen.getByRole('link', { name: 'Download it' }).getAttribute('href')).toBe(
      '/api/images/8/original?download=1',
    )
  })

  it('is not there for an image that is no keyframe', () => {
    renderWithApi(<VideoPanel image={makeDetail({ id: 9 })} />)
    expect(screen.queryByText('Video')).toBeNull()
  })
})
