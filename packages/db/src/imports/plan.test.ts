import { describe, expect, it } from 'vitest'
import { ofName } from './match.ts'
import { type CurrentWords, planWords, type RowWords } from './plan.ts'

const model = (text: string) => ({ text, isPersons: false })
const person = (text: string) => ({ text, isPersons: true })

const current: CurrentWords = {
  fileName: 'mug.jpg',
  caption: model('A mug.'),
  description: person('Ann’s mug.'),
  notes: model(''),
  tagKeys: new Set(['kitchen']),
  fields: new Map([
    ['total', model('9.40 EUR')],
    ['due', person('3 May')],
  ]),
}
const total = { name: 'total', value: '9.50', number: 9.5, unit: 'EUR' }
const plan = (words: Partial<RowWords>, overwrite = false) =>
  planWords({ tags: [], fields: [], ...words }, current, { overwrite })

describe('what a row changes', () => {
  it('is nothing where it says what is said already, whoever said it', () => {
    const same = { caption: ' A mug.\r\n', description: 'Ann’s mug.', tags: ['Kitchen'] }
    expect(plan({ ...same, fields: [{ ...total, value: '9.40', number: 9.4 }] })).toEqual([])
  })

  it('is nothing where it says nothing', () => {
    expect(plan({ caption: '', description: '  ', notes: '' }, true)).toEqual([])
  })

  it('takes the place of what a model said', () => {
    expect(plan({ caption: 'A red mug.', fields: [total] })).toEqual([
      { what: 'caption', from: 'A mug.', to: 'A red mug.', fate: 'set' },
      { what: 'field:total', from: '9.40 EUR', to: '9.50 EUR', fate: 'set', field: total },
    ])
  })

  it.each([
    [false, 'kept'],
    [true, 'overwritten'],
  ] as const)('says so where a person’s words stand in the way (overwrite: %s)', (overwrite, fate) => {
    const due = { name: 'due', value: '4 May', number: null, unit: null }
    const changes = plan({ description: 'A mug of tea.', fields: [due] }, overwrite)
    expect(changes.map((change) => [change.what, change.fate])).toEqual([
      ['description', fate],
      ['field:due', fate],
    ])
  })

  it('adds tags, each once, and takes none away', () => {
    expect(plan({ tags: ['Red', 'red', ' kitchen '] }, true)).toEqual([
      { what: 'tag', from: '', to: 'Red', fate: 'set' },
    ])
  })
})

describe('images of a name', () => {
  const of = (...names: string[]) => names.map((fileName) => ({ fileName }))

  it('are those that are called exactly so, else those but for case', () => {
    expect(ofName(of('Mug.jpg', 'mug.jpg'), 'mug.jpg')).toEqual(of('mug.jpg'))
    expect(ofName(of('Mug.jpg', 'mug1.jpg'), 'mug.JPG')).toEqual(of('Mug.jpg'))
    expect(ofName(of('cafe\u0301.jpg'), 'café.jpg')).toHaveLength(1)
  })

  it('are not those that merely sort alike', () => {
    expect(ofName(of('img01.jpg', 'cafe.jpg'), 'img1.jpg')).toEqual([])
    expect(ofName(of('cafe.jpg'), 'café.jpg')).toEqual([])
  })
})
