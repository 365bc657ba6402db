import { describe, expect, it } from 'vitest'
import { labelTest, planSearch } from './plan-search.ts'

const isLabel = labelTest(['dog', 'person', 'car', 'wine glass', 'couch', 'traffic light'])

describe('planSearch', () => {
  it.each([
    ['Which receipts are over 50 euros?', 'kind:receipt field:total>50'],
    ['which bills are under €12,50', 'kind:receipt field:total<12.50'],
    ['Photos with more than two dogs', 'object:dogs>2'],
    ['Show me pictures with 3 people', 'object:people>=3'],
    ['Is there a picture with a dog and a car?', 'object:dog object:car'],
    ['How many pictures show a wine glass?', 'object:"wine glass"'],
    ['How many pictures show a sofa?', 'object:sofa'],
    ['Where is the invoice from ACME?', '"ACME" kind:document'],
    ['Which screenshots mention timeout?', 'text:timeout kind:screenshot'],
    ['Find the letter that says "due by Friday"', 'text:"due by Friday" kind:document'],
    ['pictures of a red barn from last week', 'from:7d red barn'],
    ['Receipts from May 2026', 'kind:receipt date:2026-05'],
    ['videos since 2025', 'type:video from:2025'],
    ['pictures tagged holiday', 'tag:holiday'],
    ['charts', 'kind:chart'],
    ['What is written on the newest pictures?', ''],
    ['', ''],
  ])('%s → %s', (question, query) => {
    expect(planSearch(question, isLabel)).toBe(query)
  })

  it('makes a query of any text within a moment', () => {
    const noise = ['"', 'over 9', 'from A', '((((', 'more than '.repeat(200), 'mention ', '\u0000']
    for (const start of noise)
      for (const end of noise) expect(planSearch(start + end, isLabel)).toBeTypeOf('string')
  })
})
