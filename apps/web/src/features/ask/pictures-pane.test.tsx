import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeConversation, makeTurn } from './ask-fixture.ts'
import { layOutAskPage, renderAsk } from './ask-in-jsdom.tsx'

beforeAll(layOutAskPage)
afterEach(cleanup)

const pictures = [7, 8, 9].map((imageId) => ({ imageId }))
const open = () =>
  renderAsk({ 'ask.get': () => makeConversation([makeTurn({ id: 1, pictures, answer: 'A cup.' })]) })
const pane = () => screen.findByRole('complementary', { name: 'Pictures' })
const pressIn = async (place: HTMLElement, name: string | RegExp) =>
  userEvent.click(await within(place).findByRole('button', { name }))

/** How each enlarged picture is drawn. */
const transforms = (dialog: HTMLElement) =>
  [...dialog.querySelectorAll<HTMLElement>('[style*="--zoom"]')].map(({ style }) => style.transform)

describe('the pictures of a conversation', () => {
  it('are shown one large, or up to four side by side', async () => {
    open()
    const place = await pane()
    expect(await within(place).findAllByRole('figure')).toHaveLength(1)
    await pressIn(place, /^Picture 2/)
    expect(within(place).getByRole('figure').textContent).toBe('photo-8.jpg')
    await pressIn(place, 'Side by side')
    expect(within(place).getAllByRole('figure')).toHaveLength(3)
  })

  it('are brought up by a name in an answer', async () => {
    open()
    const place = await pane()
    await pressIn(place, /^Picture 3/)
    await userEvent.click(await screen.findByRole('button', { name: /^cup/ }))
    expect(within(place).getByRole('link').textContent).toBe('photo-7.jpg')
    expect(within(place).getByRole('figure').textContent).toContain('cup')
    await pressIn(place, 'Lights off')
    expect(screen.getByRole('button', { name: /^cup/ }).getAttribute('aria-pressed')).toBe('false')
  })
})

describe('pictures enlarged', () => {
  async function enlarge() {
    open()
    const place = await pane()
    await pressIn(place, 'Side by side')
    await pressIn(place, 'Enlarge')
    return screen.findByRole('dialog', { name: '3 pictures' })
  }

  it('are gone near to by key, all together', async () => {
    const dialog = await enlarge()
    const [first] = within(dialog).getAllByRole('button', { name: /arrow keys/ })
    first?.focus()
    await userEvent.keyboard('+{ArrowRight}')
    const [one, ...others] = transforms(dialog)
    expect(one).toContain('scale(1.5)')
    expect(others).toEqual([one, one])
    await userEvent.keyboard('0')
    expect(transforms(dialog).every((transform) => transform.includes('scale(1)'))).toBe(true)
  })

  it('are gone near to one by one when that is chosen', async () => {
    const dialog = await enlarge()
    await userEvent.click(within(dialog).getByRole('switch', { name: 'Move together' }))
    const [, second] = within(dialog).getAllByRole('button', { name: /arrow keys/ })
    if (second) fireEvent.keyDown(second, { key: '+' })
    expect(transforms(dialog).map((transform) => transform.includes('scale(1.5)'))).toEqual([
      false,
      true,
      false,
    ])
  })

  it('are left on Escape', async () => {
    await enlarge()
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
