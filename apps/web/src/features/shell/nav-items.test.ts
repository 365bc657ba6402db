import { describe, expect, it } from 'vitest'
import { isCurrent, navItems } from './nav-items.ts'

const currentAt = (pathname: string) =>
  navItems.filter((item) => isCurrent(item, pathname)).map((item) => item.label)

describe('isCurrent', () => {
  it.each([
    ['/', ['Gallery']],
    ['/images/12', ['Gallery']],
    ['/ask', ['Ask']],
    ['/ask/3', ['Ask']],
    ['/collections', ['Collections']],
    ['/models', ['Models']],
    ['/system', ['System']],
    ['/trashed', []],
  ])('%s belongs to %o', (pathname, labels) => {
    expect(currentAt(pathname)).toEqual(labels)
  })
})
