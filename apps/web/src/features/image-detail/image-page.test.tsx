import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError } from '@vitrine/contracts'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { annotations, makeDetail } from './image-fixture.ts'
import { ImagePage } from './image-page.tsx'
import { layOutStage } from './stage-in-jsdom.ts'

beforeAll(layOutStage)
afterEach(() => {
  cleanup()
  window.localStorage.clear()
})

const defaults: Answers = {
  'images.byId': () => makeDetail(),
  'images.similar': () => [],
  'tags.list': () => [{ name: 'family', count: 3 }],
  'search.neighbours': () => ({
    previous: 6,
    next: 8,
    position: 3,
    total: { value: 120, capped: false },
  }),
}
const done = () => null

function show(answers: Answers = {}, searchParams = '') {
  return renderWithApi(<ImagePage id={7} />, {
    answers: { ...defaults, ...answers },
    searchParams,
    pathname: '/images/7',
  })
}

const section = (name: string) => screen.findByRole('region', { name })

describe('ImagePage', () => {
  it('holds its place while it loads, then shows the picture with its caption and source', async () => {
    show()
    expect(screen.getByRole('status', { name: 'Loading image' })).toBeDefined()
    const caption = await section('Caption')
    expect(caption.textContent).toContain('Two dogs and a cup.')
    expect(caption.textContent).toContain('builtin · template')
    expect(screen.getByRole('heading', { level: 1, name: 'photo-7.jpg' })).toBeDefined()
    expect(screen.getByRole('img', { name: 'A dog on a beach.' })).toBeDefined()
  })

  it('says so when there is no such image', async () => {
    show({
      'images.byId': () => {
        throw new AppError('not-found', 'There is no image 7.')
      },
    })
    expect(await screen.findByRole('heading', { name: 'This image is not here' })).toBeDefined()
  })

  it('offers another try when the server does not answer', async () => {
    let failures = 1
    show({
      'images.byId': () => {
        failures -= 1
        if (failures >= 0) throw new Error('away')
        return makeDetail()
      },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(await section('Caption')).toBeDefined()
  })

  it('tells why reading failed, and tries again', async () => {
    const view = show({
      'images.byId': () => makeDetail({ status: 'failed', failure: 'The file ends too early.' }),
      'images.rerun': () => ({ count: 1 }),
    })
    expect(await screen.findByText('The file ends too early.')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(view.callsTo('images.rerun')).toEqual([{ what: { ids: [7] }, stage: 'perception' }])
  })

  it('is gentle about the trash and gives the image back', async () => {
    const view = show({
      'images.byId': () => makeDetail({ deletedAt: 1_760_000_000_000 }),
      'images.restore': () => ({ ids: [7] }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Restore' }))
    expect(view.callsTo('images.restore')).toEqual([{ ids: [7] }])
  })

  it('moves to the trash and goes on to the next image of the search', async () => {
    const view = show({ 'images.trash': () => ({ ids: [7] }) }, '?q=dog')
    await screen.findByText('3 of 120')
    await userEvent.keyboard('{Delete}')
    await waitFor(() => expect(view.visits).toEqual(['/images/8?q=dog']))
  })

  it('explains the kind and the triage decision, and what that waits for', async () => {
    show({ 'images.byId': () => makeDetail({ reasoning: 'waiting' }) })
    expect((await section('Kind')).textContent).toContain('the word TOTAL')
    const triage = await section('Deep reading')
    expect(triage.textContent).toContain('Waiting: no reasoning engine')
    expect(triage.textContent).toContain('The text looks like a receipt.')
  })

  it('leads to a question about it', async () => {
    show()
    const link = await screen.findByRole('link', { name: 'Ask about this image' })
    expect(link.getAttribute('href')).toBe('/ask?pictures=7')
  })
})

describe('editing', () => {
  it('saves a caption', async () => {
    const view = show({ 'images.setCaption': done })
    await userEvent.click(await screen.findByRole('button', { name: 'Edit caption' }))
    const field = screen.getByRole('textbox', { name: 'Caption' })
    await userEvent.clear(field)
    await userEvent.type(field, 'Rex and Bo.{Control>}{Enter}{/Control}')
    expect(view.callsTo('images.setCaption')).toEqual([{ id: 7, type: 'caption', text: 'Rex and Bo.' }])
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Caption' })).toBeNull())
  })

  it('leaves a caption as it was on Escape', async () => {
    const view = show()
    await userEvent.click(await screen.findByRole('button', { name: 'Edit caption' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Caption' }), 'x{Escape}')
    expect(screen.queryByRole('textbox', { name: 'Caption' })).toBeNull()
    expect(view.visits).toEqual([])
  })

  it('shows a person’s words over the model’s, and reverts to them', async () => {
    const view = show({
      'images.byId': () =>
        makeDetail({
          annotations: [
            ...annotations,
            {
              id: 99,
              body: { type: 'caption', text: 'Rex and Bo.', template: false },
              source: { by: 'person', name: 'Ada' },
              position: 0,
              createdAt: 1,
            },
          ],
        }),
      'images.setCaption': done,
    })
    const caption = await section('Caption')
    expect(caption.textContent).toMatch(/Rex and Bo\..*edited by Ada.*Two dogs and a cup\./)
    await userEvent.click(within(caption).getByRole('button', { name: 'Revert' }))
    expect(view.callsTo('images.setCaption')).toEqual([{ id: 7, type: 'caption', text: '' }])
  })

  it('adds and removes tags, and explains what can’t be one', async () => {
    const view = show({ 'tags.add': () => ({ count: 1 }), 'tags.remove': () => ({ count: 1 }) })
    const field = await screen.findByRole('combobox', { name: 'Add a tag' })
    await userEvent.type(field, 'my "dog"{Enter}')
    expect(screen.getByRole('alert').textContent).toBe('A tag holds no quotes or line breaks.')
    await userEvent.clear(field)
    await userEvent.type(field, 'dog{Enter}')
    expect(view.callsTo('tags.add')).toEqual([{ name: 'dog', selection: { ids: [7] } }])
    await userEvent.click(screen.getByRole('button', { name: 'Remove tag holiday' }))
    expect(view.callsTo('tags.remove')).toEqual([{ name: 'holiday', selection: { ids: [7] } }])
  })

  it('keeps notes', async () => {
    const view = show({ 'images.setNotes': done })
    await userEvent.click(await screen.findByRole('button', { name: 'Add a note' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Notes' }), 'From Rome')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(view.callsTo('images.setNotes')).toEqual([{ id: 7, notes: 'From Rome' }])
  })
})

describe('overlays', () => {
  const onPicture = (name: string) =>
    within(screen.getByRole('region', { name: 'Objects on the image' })).getByRole('button', { name })
  const inList = async (name: RegExp) =>
    within(await screen.findByRole('list', { name: 'Objects found' })).getByRole('button', { name })

  it('lights the box of the row that is pointed at, and the row of the box that has the focus', async () => {
    show()
    const row = await inList(/cup/)
    fireEvent.pointerEnter(row)
    expect(onPicture('cup, 40 %').getAttribute('aria-pressed')).toBe('true')
    fireEvent.pointerLeave(row)
    expect(onPicture('cup, 40 %').getAttribute('aria-pressed')).toBe('false')
    fireEvent.focus(onPicture('dog, 95 %'))
    expect((await inList(/dog 95 %/)).getAttribute('aria-pressed')).toBe('true')
  })

  it('is one tab stop; arrows walk the list', async () => {
    show()
    const first = await inList(/dog 95 %/)
    const second = await inList(/dog 90 %/)
    expect([first.tabIndex, second.tabIndex]).toEqual([0, -1])
    first.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(second)
  })

  it('hides objects and text when asked, by button and by key', async () => {
    show()
    await userEvent.click(await screen.findByRole('button', { name: 'Objects', pressed: true }))
    expect(screen.queryByRole('region', { name: 'Objects on the image' })).toBeNull()
    expect(screen.getByRole('region', { name: 'Text on the image' }).textContent).toContain('TOTAL')
    await userEvent.keyboard('t')
    expect(screen.queryByRole('region', { name: 'Text on the image' })).toBeNull()
  })

  it('hides objects below the least score', async () => {
    show()
    await userEvent.click(await screen.findByRole('button', { name: 'Least score of objects' }))
    fireEvent.change(screen.getByRole('slider', { name: /Show objects scored/ }), {
      target: { value: '0.5' },
    })
    expect(screen.getByText('1 hidden.')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'cup, 40 %', hidden: true })).toBeNull()
  })

  it('lights what the search was for', async () => {
    show({}, '?q=dog')
    await screen.findByRole('list', { name: 'Objects found' })
    expect(onPicture('dog, 95 %, found by the search')).toBeDefined()
    expect(onPicture('cup, 40 %')).toBeDefined()
  })
})

describe('keys', () => {
  it('walks to the neighbours of the search, but not while someone types', async () => {
    const view = show({}, '?q=dog&sort=newest')
    await screen.findByText('3 of 120')
    await userEvent.keyboard('{ArrowRight}')
    await userEvent.type(screen.getByRole('combobox', { name: 'Add a tag' }), 'ab{ArrowLeft}')
    expect(view.visits).toEqual(['/images/8?q=dog&sort=newest'])
  })

  it('fetches the neighbours before they are asked for', async () => {
    const view = show()
    await waitFor(() =>
      expect(view.callsTo('images.byId')).toEqual(expect.arrayContaining([{ id: 8 }, { id: 6 }])),
    )
  })

  it('leads back to the search on Escape', async () => {
    const view = show({}, '?q=dog')
    await screen.findByText('3 of 120')
    await userEvent.keyboard('{Escape}')
    expect(view.visits).toEqual(['/?q=dog'])
  })
})
