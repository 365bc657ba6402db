import { afterEach, describe, expect, it } from 'vitest'
import { isPageKey } from './use-image-keys.ts'

afterEach(() => document.body.replaceChildren())

/** Whether a key pressed on this element is the page's. */
function pressed(html: string, key: string): boolean {
  document.body.innerHTML = html
  const keys: boolean[] = []
  const listen = (event: KeyboardEvent) => void keys.push(isPageKey(event))
  document.addEventListener('keydown', listen)
  document.body.firstElementChild?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  document.removeEventListener('keydown', listen)
  return keys[0] === true
}

describe('a key on the image page', () => {
  it.each([
    ['<p>text</p>', 'ArrowRight', true],
    ['<div data-scrolls tabindex="0"></div>', 'ArrowRight', false],
    ['<div data-scrolls tabindex="0"></div>', 'Escape', true],
    ['<input type="radio">', 'ArrowRight', false],
    ['<div role="menu"></div>', 'ArrowRight', false],
    ['<input type="text">', 'o', false],
  ])('on %s, %s: is the page’s: %s', (html, key, expected) => {
    expect(pressed(html, key)).toBe(expected)
  })
})
