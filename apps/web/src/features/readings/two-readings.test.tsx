import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError } from '@vitrine/contracts'
import { Toaster } from '@vitrine/ui/toast'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { formerReading } from './readings-fixture.ts'
import { TwoReadings } from './two-readings.tsx'

afterEach(cleanup)

function show(answers: Answers = {}, former = formerReading) {
  const onDecided = vi.fn()
  const setIsShown = vi.fn()
  const view = renderWithApi(
    <>
      <TwoReadings
        imageId={7}
        former={former}
        overlay={{ isShown: false, setIsShown }}
        onDecided={onDecided}
      />
      <Toaster theme="light" />
    </>,
    { answers },
  )
  return { ...view, onDecided, setIsShown }
}

const column = (name: string) => within(screen.getByRole('article', { name }))
const textsOf = (elements: readonly HTMLElement[]) => elements.map((element) => element.textContent)

describe('TwoReadings', () => {
  it('says who read what, and when', () => {
    show()
    expect(
      screen.getByText(/Florence-2 has read this picture anew; Builtin had read it before/),
    ).toBeDefined()
    expect(column('Former reading').getByText('Builtin · template')).toBeDefined()
    const present = column('New, in effect reading')
    expect(present.getByText('Florence-2')).toBeDefined()
    expect(textsOf(present.getAllByRole('listitem')).at(0)).toBe(
      'onnx-community/Florence-2-base-ft abcdef012345 fp32 (objects, caption)',
    )
  })

  it('marks the words that only one caption has, and none where it is another text', () => {
    show()
    expect(textsOf(column('New, in effect reading').getAllByRole('insertion'))).toEqual(['brown'])
    expect(column('Former reading').queryAllByRole('deletion')).toEqual([])
    expect(column('New, in effect reading').getByText(/animals that play at the sea/)).toBeDefined()
  })

  it('tells objects that are gone, added and the same apart, also without colours', () => {
    show()
    const former = textsOf(column('Former reading').getAllByRole('listitem'))
    expect(former.slice(-2)).toEqual(['−dog, only in the former reading', 'dog, in both'])
    const present = textsOf(column('New, in effect reading').getAllByRole('listitem'))
    expect(present.slice(-2)).toEqual(['+ball, only in the new reading', 'dog, in both'])
  })

  it('compares the text line by line', () => {
    show()
    const lines = within(screen.getByRole('list', { name: 'Lines of text' })).getAllByRole('listitem')
    expect(textsOf(lines)).toEqual([' BAKERY', '−Gone: T0TAL 12.50', '+Added: TOTAL 12.50', ' Thank you'])
    expect(screen.getByText('1 added, 1 gone, 2 the same')).toBeDefined()
  })

  it('shows a screenful of a long text, and all of it when asked', async () => {
    const line = formerReading.textRegions[0]
    if (!line) throw new Error('the fixture has no text')
    const textRegions = Array.from({ length: 50 }, (_, index) => ({ ...line, text: `line ${index}` }))
    show({}, { ...formerReading, textRegions })
    const list = within(screen.getByRole('list', { name: 'Lines of text' }))
    expect(list.getAllByRole('listitem')).toHaveLength(20)
    await userEvent.click(screen.getByRole('button', { name: 'Show all 53 lines' }))
    expect(list.getAllByRole('listitem')).toHaveLength(53)
  })

  it('keeps the new one, and undoes that', async () => {
    const view = show({
      'readings.accept': () => ({ ids: [7] }),
      'readings.undecide': () => ({ ids: [7] }),
    })
    await userEvent.click(screen.getByRole('button', { name: 'Keep the new one' }))
    expect(view.callsTo('readings.accept')).toEqual([{ what: { ids: [7] } }])
    await waitFor(() => expect(view.onDecided).toHaveBeenCalledOnce())
    ;(await screen.findByRole('button', { name: 'Undo' })).focus()
    await userEvent.keyboard('{Enter}')
    expect(view.callsTo('readings.undecide')).toEqual([{ ids: [7] }])
  })

  it('takes back the former by keyboard', async () => {
    const view = show({ 'readings.takeBack': () => ({ ids: [7] }) })
    screen.getByRole('button', { name: 'Take back the former' }).focus()
    await userEvent.keyboard('{Enter}')
    expect(view.callsTo('readings.takeBack')).toEqual([{ what: { ids: [7] } }])
    expect(await screen.findByText('The former reading is back')).toBeDefined()
  })

  it('says why a decision did not work', async () => {
    const view = show({
      'readings.accept': () => {
        throw new AppError('database-busy', 'The database is busy.')
      },
    })
    await userEvent.click(screen.getByRole('button', { name: 'Keep the new one' }))
    expect(await screen.findByText('The new reading could not be accepted')).toBeDefined()
    expect(view.onDecided).not.toHaveBeenCalled()
  })

  it('asks for the former’s finds on the picture', async () => {
    const view = show()
    await userEvent.click(screen.getByRole('switch', { name: 'Show the former’s finds on the picture' }))
    expect(view.setIsShown).toHaveBeenCalledWith(true)
  })
})
