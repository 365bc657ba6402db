import { describe, expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

describe('an answer without Markdown', () => {
  it.each([
    ['headings', '## Two dogs\n\nThey *play*.', 'Two dogs\n\nThey play.'],
    ['bold and struck', '**Two** ~~three~~ dogs', 'Two three dogs'],
    ['links', 'See [the page](https://example.org/a).', 'See the page.'],
    ['tables', '| a | b |\n| --- | :-: |\n| 1 | **2** |', 'a\tb\n1\t2'],
    ['code, as it is', 'Run:\n```sh\nls *_a*\n```\nDone', 'Run:\nls *_a*\nDone'],
    ['names with underscores', 'the file my_little_file', 'the file my_little_file'],
    ['lists', '- one\n- two', '- one\n- two'],
  ])('%s', (_name, markdown, expected) => {
    expect(plainText(markdown)).toBe(expected)
  })
})
