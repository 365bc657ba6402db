import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ImageCard, SearchHit } from '@vitrine/contracts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeCard } from '../live/card-fixture.ts'
import { type ImageCardProps, ImageCardView } from './image-card.tsx'

afterEach(cleanup)

function show(image: Partial<ImageCard> = {}, over: Partial<ImageCardProps> = {}) {
  const onPress = vi.fn()
  const hit: SearchHit = {
    image: makeCard({ id: 7, ...image }),
    rank: null,
    snippet: null,
    matchedAnnotationIds: [],
  }
  const view = render(
    <ul>
      <ImageCardView
        hit={hit}
        index={4}
        setSize={90}
        href="/images/7?q=dog"
        left={0}
        top={0}
        width={300}
        height={200}
        isSelected={false}
        isSelecting={false}
        isTabStop
        hasSnippet={false}
        onPress={onPress}
        onFocus={vi.fn()}
        {...over}
      />
    </ul>,
  )
  return { onPress, view, link: screen.getByRole('link') }
}

describe('ImageCardView', () => {
  it('is a link that says what it shows, and its place in the list', () => {
    const { link } = show()
    expect(link.getAttribute('href')).toBe('/images/7?q=dog')
    expect(link.getAttribute('aria-label')).toBe('A dog on a beach. photo-7.jpg')
    const item = screen.getByRole('listitem')
    expect([item.getAttribute('aria-posinset'), item.getAttribute('aria-setsize')]).toEqual(['5', '90'])
  })

  it.each<[string, Partial<ImageCard>, RegExp]>([
    ['queued', { status: 'queued' }, /Queued$/],
    ['being read', { status: 'perceiving' }, /Reading…$/],
    ['not readable', { status: 'failed', failure: 'Cut off.' }, /Not readable$/],
    ['waiting', { reasoning: 'waiting' }, /Waiting for deep reading$/],
    ['read anew and not decided', { hasTwoReadings: true }, /Two readings$/],
  ])('says when it is %s', (_name, image, words) => {
    expect(show(image).link.getAttribute('aria-label')).toMatch(words)
  })

  it.each([
    ['shift', { shiftKey: true }, 'range'],
    ['ctrl', { ctrlKey: true }, 'toggle'],
    ['cmd', { metaKey: true }, 'toggle'],
  ])('is chosen instead of opened with %s', (_name, keys, kind) => {
    const { link, onPress } = show()
    const isLeftAlone = fireEvent.click(link, keys)
    expect(isLeftAlone).toBe(false)
    expect(onPress).toHaveBeenCalledWith({ id: 7, index: 4, kind })
  })

  it('is chosen by its circle, which says so', async () => {
    const { onPress } = show()
    await userEvent.click(screen.getByRole('button', { name: /^Select A dog/, pressed: false }))
    expect(onPress).toHaveBeenCalledWith({ id: 7, index: 4, kind: 'toggle' })
    cleanup()
    show({}, { isSelected: true })
    expect(screen.getByRole('button', { name: /^Select/, pressed: true })).toBeTruthy()
  })

  it('shows the blur where the picture does not come, not a broken one', () => {
    const { view } = show()
    const picture = view.container.querySelector('img')
    expect(picture?.getAttribute('src')).toBe('/api/images/7/thumbnail?v=1')
    if (picture) fireEvent.error(picture)
    expect(view.container.querySelector('img')).toBeNull()
  })

  it('marks what matched under the picture', () => {
    const snippet = {
      column: 'text' as const,
      parts: [
        { text: 'the ', hit: false },
        { text: 'total', hit: true },
      ],
    }
    const hit = { image: makeCard({ id: 7 }), rank: 1, snippet, matchedAnnotationIds: [] }
    const { view } = show({}, { hit, hasSnippet: true })
    expect(view.container.querySelector('mark')?.textContent).toBe('total')
  })
})
