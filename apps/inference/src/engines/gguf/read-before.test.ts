import { describe, expect, it } from 'vitest'
import { MARKER } from './prompt.ts'
import { expectKnown, nameOf } from './read-before.ts'

const PICTURES = [{ name: 'red' }, { name: 'blue' }, { name: 'green' }]

/** Of a prompt in which `*` stands for the next picture: 100 tokens up to the end of the last one. */
function prompt(text: string, pictures = PICTURES.slice(0, text.split('*').length - 1)) {
  const marked = text.replaceAll('*', MARKER)
  return { text: marked, pictures, tokens: { afterPicture: pictures.map(() => 100) } }
}

function read(text: string) {
  const { text: marked, pictures } = prompt(text)
  return { prompt: nameOf(marked, pictures), pictures: pictures.length, tokens: 150 }
}

describe('expectKnown', () => {
  it.each<[string, string | null, string, number]>([
    ['nothing of a first question', null, 'a*b', 0],
    ['all that was read, of a follow-up', 'a*b', 'a*b and more', 150],
    ['all of it without pictures, too', 'ab', 'ab and more', 150],
    ['up to the pictures, of a question that was changed', 'a*b', 'a*c', 100],
    ['nothing of other words before a picture', 'a*b', 'c*b', 0],
    ['nothing of other words alone', 'ab', 'ac', 0],
    ['nothing when a picture has come', 'a*b', 'a*b*', 0],
    ['nothing when a picture has gone', 'a*b*', 'a*b', 0],
  ])('%s', (_what, last, next, expected) => {
    expect(expectKnown(last === null ? undefined : read(last), prompt(next))).toBe(expected)
  })

  it('nothing of another picture in the same place', () => {
    expect(expectKnown(read('a*b'), prompt('a*b and more', [{ name: 'green' }]))).toBe(0)
  })
})
