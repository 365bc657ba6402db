import { describe, expect, it } from 'vitest'
import { planSearch } from './plan-search.ts'
import { isKnownThing } from './words.ts'

const plan = (question: string) =>
  planSearch(question, { isLabel: isKnownThing, nowMs: Date.UTC(2026, 2, 15) })

describe('planSearch', () => {
  it.each([
    ['Which receipts are over 50 euros?', 'kind:receipt field:total>50'],
    ['which bills are under €12,50', 'kind:receipt field:total<12.5'],
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
    ['pictures from last week with a red car', 'from:7d red object:car'],
    ['receipts not from Lidl', '-"Lidl" kind:receipt'],
    ['photos without people', '-object:people'],
    ['dogs or cats on the beach', '(object:dogs OR object:cats) beach'],
    ['screenshots of the last 3 days', 'kind:screenshot from:3d'],
    ['receipts from last month', 'kind:receipt date:2026-02'],
    ['photos from this year', 'date:2026'],
    ['documents from April', 'kind:document date:2025-04'],
    ['photos taken on 3 May 2025', 'date:2025-05-03 taken'],
    ['receipts between 20 and 50 euros', 'kind:receipt field:total:20..50'],
    ['receipts with tax of at least 5 euros', 'kind:receipt field:tax>=5'],
    ['pictures between 2024 and 2025', 'from:2024 to:2025'],
    ['pictures with text', 'has:text'],
    ['png files wider than 2000 pixels', 'type:png width>2000'],
    ['which documents mention a date', 'text:date kind:document'],
    ['exactly two dogs', 'object:dogs=2'],
    ['fewer than 3 chairs', 'object:chairs<3'],
    ['Welche Quittungen sind über 50 Euro?', 'kind:receipt field:total>50'],
    ['Wo ist die Rechnung von ACME?', '"ACME" kind:document'],
    ['Bilder von Hunden', 'object:dogs'],
    ['Quels reçus de plus de 20 euros ?', 'kind:receipt field:total>20'],
    ['¿Qué recibos son de más de 20 euros?', 'kind:receipt field:total>20'],
    ['she said "a) OR (b" kind:', 'text:"a) OR (b" she said kind'],
    ['What is written on the newest pictures?', ''],
    ['', ''],
  ])('%s → %s', (question, query) => {
    expect(plan(question).query).toBe(query)
  })

  it.each([
    ['Which receipts are over 50 euros?', 'kind:receipt', []],
    ['What costs over 50 euros?', '(kind:receipt OR kind:document)', []],
    ['Where is the invoice from ACME?', '"ACME"', []],
    ['pictures with a red car', 'object:car', ['red']],
    ['dogs', null, []],
    ['zebra crossing at night', 'object:zebra', ['crossing', 'night']],
  ])('%s → where nothing is found: %s', (question, wider, asWords) => {
    expect(plan(question)).toMatchObject({ wider, asWords })
  })

  it('makes a query of any text within a moment', () => {
    const noise = ['"', 'over 9', 'from A', '((((', 'more than '.repeat(200), 'mention ', '\u0000']
    for (const start of noise)
      for (const end of noise) expect(plan(start + end).query.length).toBeLessThan(2000)
  })
})
