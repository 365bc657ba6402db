import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type Annotation, AppError, TaskResponse, type TaskResult } from '@vitrine/contracts'
import { taskResponseExample } from '@vitrine/contracts/fixtures'
import { Toaster, toast } from '@vitrine/ui/toast'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { annotations, makeDetail } from '../image-detail/image-fixture.ts'
import { ImagePage } from '../image-detail/image-page.tsx'
import { layOutStage } from '../image-detail/stage-in-jsdom.ts'

/** jsdom knows no captured pointers: the picture is 1000 × 500 pixels, from the corner. */
beforeAll(() => {
  layOutStage()
  Object.defineProperty(window, 'matchMedia', { value: () => ({ matches: true }) })
  Object.defineProperties(HTMLElement.prototype, {
    setPointerCapture: { configurable: true, value: () => undefined },
    getBoundingClientRect: { configurable: true, value: () => new DOMRect(0, 0, 1000, 500) },
  })
})
afterEach(() => {
  cleanup()
  toast.dismiss()
  window.localStorage.clear()
})

const ANSWER = TaskResponse.parse(taskResponseExample)
const answerWith = (task: TaskResponse['task'], result: TaskResult): TaskResponse => ({
  ...ANSWER,
  task,
  result,
})
const FOUND = answerWith('open-vocabulary-detection', {
  type: 'detections',
  detections: [
    { label: 'mug', box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }, score: 0.87 },
    { label: 'mug', box: { x: 0.6, y: 0.2, width: 0.1, height: 0.1 }, score: 0.5 },
  ],
})

const defaults: Answers = {
  'images.byId': () => makeDetail(),
  'images.similar': () => [],
  'tags.list': () => [],
  'search.neighbours': () => ({
    previous: null,
    next: 8,
    position: 1,
    total: { value: 2, capped: false },
  }),
  'tools.available': () => ({
    tasks: ['open-vocabulary-detection', 'referring-expression-segmentation', 'region-to-ocr'],
  }),
  'tools.run': () => FOUND,
}

function show(answers: Answers = {}) {
  const page = (
    <>
      <ImagePage id={7} />
      <Toaster theme="light" />
    </>
  )
  return renderWithApi(page, { answers: { ...defaults, ...answers }, pathname: '/images/7' })
}

const choose = async (name: string) => fireEvent.click(await screen.findByRole('radio', { name }))
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))
const answers = () => screen.findByRole('list', { name: 'Answers of the tool' })

async function find(phrase = 'mug') {
  await choose('Find what I name')
  const field = screen.getByLabelText('What to find')
  fireEvent.change(field, { target: { value: phrase } })
  await userEvent.type(field, '{Enter}')
}

describe('asking by words', () => {
  it('finds what is named, lists it, and says so', async () => {
    const view = show()
    await find('the red mug')
    const rows = within(await answers()).getAllByRole('button', { name: /^mug \d+ %$/ })
    expect(rows.map((row) => row.textContent)).toEqual(['mug 87 %', 'mug 50 %'])
    expect(view.callsTo('tools.run')).toEqual([
      { id: 7, task: 'open-vocabulary-detection', input: { phrase: 'the red mug' } },
    ])
    expect(screen.getByText('Find “the red mug”: 2 results.').getAttribute('role')).toBe('status')
  })

  it('lights the shape of the row that is pointed at, and the row of the shape', async () => {
    show()
    await find()
    const row = within(await answers()).getByRole('button', { name: 'mug 87 %' })
    const shape = within(screen.getByRole('region', { name: 'Answers on the image' })).getByRole('button', {
      name: 'mug, 87 %',
    })
    fireEvent.pointerEnter(row)
    expect(shape.getAttribute('aria-pressed')).toBe('true')
    fireEvent.pointerLeave(row)
    fireEvent.focus(shape)
    expect(row.getAttribute('aria-pressed')).toBe('true')
  })

  it('asks nothing without words', async () => {
    show()
    await choose('Segment what I name')
    expect(screen.getByRole('button', { name: 'Segment' })).toHaveProperty('disabled', true)
  })

  it('grounds the picture’s own caption unless another is written', async () => {
    const view = show({ 'tools.available': () => ({ tasks: ['phrase-grounding'] }) })
    await choose('Ground a caption')
    await press('Ground')
    expect(view.callsTo('tools.run')).toEqual([
      { id: 7, task: 'phrase-grounding', input: { phrase: makeDetail().caption } },
    ])
  })

  it('says what a tool needs that can’t run, and where to get it', async () => {
    show()
    await choose('Dense captions')
    expect(screen.getByText(/needs Florence-2/)).toBeDefined()
    expect(screen.getByRole('link', { name: 'See Models' }).getAttribute('href')).toBe('/models')
    expect(screen.getByRole('button', { name: 'Caption' })).toHaveProperty('disabled', true)
  })

  it('keeps the arrow keys within the choice of tools', async () => {
    const view = show()
    await choose('Find what I name')
    // The browser moves on to the next choice by itself.
    fireEvent.keyDown(screen.getByRole('radio', { checked: true }), { key: 'ArrowRight' })
    expect(view.visits).toEqual([])
    fireEvent.keyDown(document.body, { key: 'ArrowRight' })
    expect(view.visits).toEqual(['/images/8'])
  })
})

describe('asking about a region', () => {
  const READ = answerWith('region-to-ocr', { type: 'text', text: 'EXIT' })
  const inputs = (view: ReturnType<typeof show>) => view.callsTo('tools.run')
  const picture = () => screen.getByRole('application', { name: 'Draw a box on the picture' })

  it('takes a box that is drawn by pointer', async () => {
    const view = show({ 'tools.run': () => READ })
    await choose('Read a region')
    const at = (x: number, y: number) => ({
      clientX: x,
      clientY: y,
      isPrimary: true,
      button: 0,
      pointerId: 1,
    })
    fireEvent.pointerDown(picture(), at(600, 300))
    fireEvent.pointerMove(picture(), at(400, 200))
    fireEvent.pointerMove(picture(), at(200, 100))
    fireEvent.pointerUp(picture(), at(200, 100))
    await userEvent.keyboard('{Enter}')
    const region = { x: 0.2, y: 0.2, width: 0.4, height: 0.4 }
    expect(inputs(view)).toEqual([{ id: 7, task: 'region-to-ocr', input: { region } }])
    expect(within(await answers()).getByRole('button', { name: 'EXIT' })).toBeDefined()
    expect(screen.queryByRole('application')).toBeNull()
  })

  it('takes a box that is placed, moved and resized by key', async () => {
    const view = show({ 'tools.run': () => READ })
    await choose('Read a region')
    await press('Place a box')
    expect(document.activeElement?.getAttribute('aria-label')).toContain('25 % from the left')
    await userEvent.keyboard('{ArrowLeft}{ArrowDown}{Shift>}{ArrowRight}{/Shift}{Enter}')
    const region = { x: 0.24, y: 0.26, width: 0.51, height: 0.5 }
    expect(inputs(view)).toEqual([{ id: 7, task: 'region-to-ocr', input: { region } }])
    expect(view.visits).toEqual([])
  })

  it('takes the box away on Escape, then stops drawing, then leads back', async () => {
    const view = show()
    await choose('Read a region')
    await press('Place a box')
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('button', { name: /^Region:/ })).toBeNull()
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('application')).toBeNull()
    expect(view.visits).toEqual([])
    await userEvent.keyboard('{Escape}')
    expect(view.visits).toEqual(['/'])
  })

  it('lets go of a drag on Escape, and takes a click for no box', async () => {
    show()
    await choose('Read a region')
    const at = (x: number) => ({ clientX: x, clientY: x, isPrimary: true, button: 0, pointerId: 1 })
    fireEvent.pointerDown(picture(), at(100))
    fireEvent.pointerMove(picture(), at(300))
    await userEvent.keyboard('{Escape}')
    fireEvent.pointerUp(picture(), at(300))
    fireEvent.pointerDown(picture(), at(100))
    fireEvent.pointerUp(picture(), at(100))
    expect(screen.queryByRole('button', { name: /^Region:/ })).toBeNull()
    expect(picture()).toBeDefined()
  })
})

describe('what was asked', () => {
  it('is listed until it is removed; one answer is open', async () => {
    show()
    await find('mug')
    await answers()
    await find('spoon')
    await screen.findByRole('button', { name: /Find “spoon” 2/, expanded: true })
    await press('Find “mug” 2')
    expect(screen.getByRole('button', { name: /Find “mug”/, expanded: true })).toBeDefined()
    expect(screen.getByRole('button', { name: /Find “spoon” 2/, expanded: false })).toBeDefined()
    await press('Remove Find “mug”')
    expect(screen.queryByRole('button', { name: /Find “mug”/ })).toBeNull()
    expect(screen.getByRole('button', { name: /Find “spoon” 2/, expanded: true })).toBeDefined()
  })

  it('is cancelled while it runs, and forgotten', async () => {
    show({ 'tools.run': () => new Promise(() => undefined) })
    await find()
    expect(screen.getByText('Find “mug”: running.')).toBeDefined()
    await press('Cancel')
    expect(screen.queryByRole('list', { name: 'Asked on this page' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Find' })).toBeDefined()
  })

  it('says what to do when it fails, and asks the same again', async () => {
    const view = show({
      'tools.run': () => {
        throw new AppError('out-of-memory', 'The engine ran out of memory.')
      },
    })
    await find()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The engine ran out of memory. A smaller model needs less memory.')
    expect(within(alert).getByRole('link', { name: 'See Models' })).toBeDefined()
    await press('Try again')
    expect(view.callsTo('tools.run')).toHaveLength(2)
  })

  it('says when nothing was found', async () => {
    show({ 'tools.run': () => answerWith(FOUND.task, { type: 'detections', detections: [] }) })
    await find()
    expect(await screen.findByText('Nothing was found.')).toBeDefined()
  })

  it('is copied as text', async () => {
    const user = userEvent.setup()
    show()
    await find()
    await answers()
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(screen.getByRole('menuitem', { name: 'Copy text' }))
    expect(await navigator.clipboard.readText()).toBe('mug\nmug')
    expect(await screen.findByText('Text copied.')).toBeDefined()
  })
})

describe('keeping', () => {
  const [first] = FOUND.result.type === 'detections' ? FOUND.result.detections : []
  const kept: Annotation = {
    id: 77,
    isKept: true,
    body: {
      type: 'detection',
      label: 'mug',
      box: first?.box ?? { x: 0, y: 0, width: 1, height: 1 },
      score: 0.87,
      rival: null,
    },
    source: { by: 'model', engine: FOUND.engine, model: FOUND.model, task: FOUND.task },
    position: 1_000_000,
    createdAt: 1_760_000_000_000,
  }
  const withKept = () => makeDetail({ annotations: [...annotations, kept] })
  const keptList = () => screen.findByRole('list', { name: 'Kept from tools' })

  it('keeps one answer, which then stands among what is kept', async () => {
    let isKept = false
    const view = show({
      'images.byId': () => (isKept ? withKept() : makeDetail()),
      'tools.keep': () => {
        isKept = true
        return { kept: [kept] }
      },
    })
    await find()
    const [keep] = within(await answers()).getAllByRole('button', { name: 'Keep mug' })
    if (keep) await userEvent.click(keep)
    expect(view.callsTo('tools.keep')).toEqual([
      { id: 7, response: FOUND, input: { phrase: 'mug' }, which: [0] },
    ])
    expect((await keptList()).textContent).toContain('found by name · 87 %')
    expect(within(await answers()).getByRole('button', { name: 'Kept: mug' })).toBeDefined()
    expect(screen.getByRole('region', { name: 'Kept on the image' })).toBeDefined()
  })

  it('keeps all of an answer', async () => {
    const view = show({ 'tools.keep': () => ({ kept: [] }) })
    await find()
    await answers()
    await press('Keep all')
    expect(view.callsTo('tools.keep')).toEqual([{ id: 7, response: FOUND, input: { phrase: 'mug' } }])
  })

  it('drops what was kept, and puts it back when asked', async () => {
    const view = show({
      'images.byId': withKept,
      'tools.drop': () => ({ dropped: [kept] }),
      'tools.putBack': () => null,
    })
    await userEvent.click(within(await keptList()).getByRole('button', { name: 'Drop mug' }))
    expect(view.callsTo('tools.drop')).toEqual([{ id: 7, annotationIds: [77] }])
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(view.callsTo('tools.putBack')).toEqual([{ id: 7, annotations: [kept] }]))
  })

  it('hides what is kept from the picture when asked, and tells its source', async () => {
    show({ 'images.byId': withKept })
    await userEvent.click(await screen.findByRole('button', { name: 'Kept', pressed: true }))
    expect(screen.queryByRole('region', { name: 'Kept on the image' })).toBeNull()
    expect(screen.getByRole('list', { name: 'Sources', hidden: true }).textContent).toContain(
      'Objects, kept from a tool',
    )
  })
})
