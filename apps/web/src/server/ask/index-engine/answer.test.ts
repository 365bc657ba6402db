import type { ImageDetail, TurnSearch } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { answerFromIndex } from './answer.ts'
import { bakery, columns, field, garden, hotel, image, screenshot, street } from './fixtures.ts'
import { planSearch } from './plan-search.ts'
import { isKnownThing } from './words.ts'

const ask = (question: string, images: ImageDetail[] = [garden], earlier: string[] = []) =>
  answerFromIndex({ question, earlier, images, search: null })

describe('the index answers', () => {
  it.each<[string, ImageDetail[], RegExp]>([
    ['How many dogs are there?', [garden], /^1 dog was detected \[1\]\[2\]\. 1 more is possible\.$/],
    ['How many objects are there?', [garden], /^2 objects were detected/],
    ['How many cats are there?', [garden], /No “cats” was detected, which does not mean/],
    ['Is there a dog?', [garden], /^Yes: 2 dogs at the top left and at the bottom right/],
    ['Is there a horse?', [garden], /No “horse” was detected/],
    ['Where is the chair?', [garden], /^The chair is at the top left, to the right of the dog \[1\]\.$/],
    ['What does it say?', [garden], /> Beware of the dog \[1\]/],
    ['Does it say "beware"?', [garden], /^Yes, on line 1: “Beware of the dog”/],
    ['Does it say "welcome"?', [garden], /“welcome” was not read in it/],
    ['What objects are there?', [garden], /^2 dogs \[1\]\[2\] and 1 chair \[3\]\.$/],
    ['What colours are in it?', [garden], /main colours are green \(60 %\) \[1\]/],
    ['What is the total?', [bakery], /^The total is \*\*€4\.10\*\* \[1\]\.$/],
    ['What is the subtotal?', [bakery], /\*\*3\.20\*\*/],
    ['What is the date?', [bakery], /\*\*2026-05-03\*\*/],
    ['Who is it from?', [hotel], /\*\*Hotel Post\*\*/],
    ['What is the invoice number?', [hotel], /No number was found/],
    [
      'How much did we spend?',
      [bakery, hotel, garden],
      /^\*\*124\.10 EUR\*\* in all\.[\s\S]*Without an amount: Picture 3/,
    ],
    ['Which receipt has the highest total?', [bakery, hotel], /^Picture 2 \(picture-3\.jpg\): 120,00 €/],
    ['Which of these has a dog?', [bakery, garden], /^1 of 2:\n\n- Picture 2/],
    [
      'Which one is the newest?',
      [garden, hotel],
      /^Picture 2 \(picture-3\.jpg\) \[1\]: added on May 3, 2026\.$/,
    ],
    ['Compare them', [garden, bakery], /\| Total \| — \| €4\.10 \[\d\] \|/],
    ['Compare them', [garden], /only one picture/],
    ['Which camera was used?', [garden], /names no camera/],
    ['How large is it?', [garden], /1200 × 800 pixels/],
    ['What does the second picture say?', [garden, bakery], /BAKERY/],
    ['What does picture 9 say?', [garden], /no such picture/],
    ['How many lines are there?', [bakery], /^5 lines of text were read \[1\]/],
    ['How many people are in each?', [street, garden], /^1 in all 2 pictures[\s\S]*No “people” was detected/],
    ['How many cars are there?', [street], /^1 car was detected \[1\]\.$/],
    ['How many dogs are there?', [street], /^No “dogs” was detected/],
    [
      'Is there a red car?',
      [street],
      /^1 car was detected \[1\]; whether that is “red car”, the index can’t tell/,
    ],
    ['Is there a blue bus?', [street], /^The description names it \[1\]/],
    ['Is there a dog?', [garden, street], /^Found in 1 of 2\./],
    ['Where is the white van?', [street], /^“a white van” is at the top left \[1\]/],
    ['What colour is the bus?', [street], /^The description says “blue bus” \[1\]/],
    [
      'What is in both?',
      [garden, street],
      /No object was detected in all of them.*only Picture 1[\s\S]*chair/,
    ],
    ['How many receipts are there?', [garden, bakery], /^1 of 2 was taken for a receipt:\n\n- Picture 2/],
    ['How many pictures show a dog?', [garden, bakery], /^1 of 2:\n\n- Picture 1/],
    ['Which of these are receipts?', [garden, bakery], /^1 of 2:\n\n- Picture 2/],
    ['Which of these has text?', [hotel, bakery], /^1 of 2:\n\n- Picture 2 \(picture-2\.jpg\) \[1\]/],
    ['Which are over 50?', [bakery, hotel], /^1 of 2 has a total over 50:\n\n- Picture 2 .*120,00 € \[\d\]$/],
    ['Which are over 500?', [bakery, hotel], /none has a total over 500/],
    ['What is the total?', [columns], /\*\*\$9\.90\*\* \[1\]\[2\]/],
    ['What is the tax?', [columns], /\*\*\$1\.10\*\*/],
    ['What is the invoice number?', [columns], /\*\*INV-2041\*\*/],
    ['When is it due?', [columns], /\*\*12\.06\.2026\*\*/],
    ['Who is it from?', [columns], /^No merchant was found.*first line reads “Corner Shop” \[1\]/],
    ['What is the average total?', [hotel, bakery], /^\*\*62\.05 EUR\*\* on average/],
    ['Which has the highest total?', [hotel, columns], /^Different currencies are not compared/],
    [
      'Show the table',
      [screenshot],
      /\| Name \| State \|\n\| --- \| --- \|\n\| a\\\|b \| failed \|[\s\S]*\[1\]$/,
    ],
    [
      'What does it say?',
      [screenshot],
      /> Error: connection \\\[1\\\] timeout \[1\] {2}\n> \\# retry \\\*now\\\* \[2\]/,
    ],
    ['What are the tags?', [screenshot], /tags are work \[1\]/],
    ['What do the notes say?', [screenshot], /ask Ada/],
    ['When was it taken?', [street], /taken on August 9, 2025 \[1\]/],
    ['Where was it taken?', [street], /is not stored/],
    ['What format is it?', [street], /image\/jpeg/],
    ['Are there duplicates?', [garden, street], /^The same file/],
    ['What is this?', [screenshot], /It was taken for a screenshot \[1\]\. 2 lines/],
    ['How many dogs are in picture-1.jpg?', [bakery, garden], /^1 dog was detected/],
    ['Wie viele Hunde gibt es?', [garden], /^1 dog was detected/],
    ['What did the bread cost?', [bakery], /^With “bread” stands \*\*3\.20\*\* \[1\]\.$/],
    ['How much did the bread cost?', [bakery], /^With “bread” stands \*\*3\.20\*\* \[1\]\.$/],
    ['What is the price of the milk?', [bakery], /^I can’t tell/],
    ['How much was it?', [bakery], /^The total is \*\*€4\.10\*\*/],
    ['How many dogs and chairs are there?', [garden], /^\*dogs:\* 1 dog was[\s\S]*\*chairs:\* 1 chair was/],
    ['Are there more dogs than chairs?', [garden], /^\*dogs:\* 1 dog was[\s\S]*\*chairs:\* 1 chair was/],
    ['Is there a dog or a horse?', [garden], /\*dog:\* Yes[\s\S]*\*horse:\* No “horse” was detected/],
    ['Which of these has a dog and a chair?', [garden, street], /^1 of 2:\n\n- Picture 1 .*\[1\]\[2\]\[3\]$/],
    ['Is there a table?', [street], /^No “table” was detected/],
    ['Can you see a person?', [street], /^Yes: 1 person on the left \[1\]/],
    ['Is this a receipt?', [bakery], /^Yes, it was taken for a receipt \[1\]/],
    ['Is this a receipt?', [screenshot], /^It was taken for a screenshot \[1\]/],
    ['What does the first line say?', [bakery], /^It says “BAKERY” \[1\]/],
    ['What is on line 9?', [bakery], /^Only 5 lines/],
    ['When was the receipt issued?', [bakery], /\*\*2026-05-03\*\*/],
    ['What text is on the sign?', [garden], /Beware of the dog/],
    ['What is the largest object?', [street], /^I can’t tell/],
    ['Is there a person next to the car?', [street], /^I can’t tell[\s\S]*car \[\d\]/],
    ['How many people are wearing hats?', [street], /^I can’t tell/],
    ['Is there no dog?', [garden], /^I can’t tell/],
    ['Do these show the same dog?', [garden, street], /^I can’t tell/],
    ['What is the most expensive item?', [bakery], /^I can’t tell/],
    ['What is the second highest total?', [bakery, hotel], /^I can’t tell/],
    ['How many items are on the receipt?', [bakery], /^I can’t tell/],
    ['Where does the bus go?', [street], /^I can’t tell/],
    ['What is the date of the invoice?', [columns], /^No date was found/],
    ['When is the payment due?', [columns], /\*\*12\.06\.2026\*\*/],
    ['What is the name of the shop?', [columns], /first line reads “Corner Shop”/],
    ['Total?', [hotel], /^The total is \*\*120,00 €\*\*/],
    ['Show me the chair', [garden], /^The chair is at the top left/],
    ['dogs', [garden], /^The dog is at the top left/],
    ['Thanks', [garden], /welcome/],
    ['What can you do?', [], /I am the index/],
    ['How many dogs are there?', [], /no picture to answer from/],
    ['Why is she smiling?', [garden], /^I can’t tell from the index/],
    ['Would the dog bite?', [garden], /I can’t tell[\s\S]*may help:[\s\S]*Beware of the dog/],
  ])('%s', (question, images, expected) => {
    expect(ask(question, images).text).toMatch(expected)
  })

  it('cites the boxes and the text that it used', () => {
    const { citations } = ask('Is there a dog?')
    expect(citations).toMatchObject([
      { number: 1, imageId: 1, text: 'dog', box: { x: 0.05, y: 0.05 } },
      { number: 2, imageId: 1, text: 'dog', box: { x: 0.8 } },
    ])
  })

  it.each<[string, ImageDetail[], boolean]>([
    ['How many dogs are there?', [garden], true],
    ['Is there a horse?', [garden], true],
    ['What colour is the dog?', [garden], false],
    ['Why is she smiling?', [garden], false],
    ['Who is this?', [garden], false],
    ['How many dogs are there?', [], false],
    ['Hello', [], true],
  ])('%s: whether it can tell', (question, images, canTell) => {
    expect(ask(question, images).canTell).toBe(canTell)
  })

  it('gives the colours of the picture as a help where it is asked for those of a thing', () => {
    expect(ask('What colour is the dog?').text).toMatch(
      /^I can’t tell[\s\S]*may help:\n\nThe picture’s main colours/,
    )
  })

  it('cites each thing once, and every mark has its citation', () => {
    const { text, citations } = ask('Compare them', [garden, bakery, hotel, street, columns, screenshot])
    const marks = new Set([...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number)))
    expect([...marks].sort((a, b) => a - b)).toEqual(citations.map(({ number }) => number))
    expect(new Set(citations.map(({ annotationId }) => annotationId)).size).toBe(citations.length)
  })

  it('goes on from the question before', () => {
    expect(ask('And chairs?', [garden], ['How many dogs are there?']).text).toMatch(/^1 chair was detected/)
  })

  it('does not add different currencies together', () => {
    const dollars = image(4, [field('total', '$9.00', 9, 'USD')])
    expect(ask('Add them up', [hotel, dollars]).text).toMatch(
      /^\*\*120\.00 EUR\*\* and \*\*9\.00 USD\*\* in all\. Different/,
    )
  })
})

describe('of the library', () => {
  const search = (over: Partial<TurnSearch> = {}): TurnSearch => ({
    query: 'kind:receipt',
    by: 'rules',
    total: 2,
    isTotalExact: true,
    hits: [2, 3],
    seen: 2,
    ...over,
  })
  const askLibrary = (question: string, images: ImageDetail[], found: TurnSearch) =>
    answerFromIndex(
      { question, images, search: found },
      planSearch(question, { isLabel: isKnownThing, nowMs: 0 }),
    )
  it.each<[string, Partial<TurnSearch>, RegExp]>([
    ['Which receipts are there?', {}, /^2 pictures match `kind:receipt`\.\n\n- Picture 1/],
    ['How many receipts are there?', { total: 1000, isTotalExact: false }, /^At least 1000 pictures match/],
    ['How much did we spend on receipts?', {}, /\*\*124\.10 EUR\*\* in all/],
    ['How much did we spend on receipts?', { total: 9 }, /Only the first 2 of 9 were looked at/],
    ['Which receipts are there?', { total: 0, hits: [] }, /^Nothing in the library matches/],
  ])('%s', (question, over, expected) => {
    const images = over.total === 0 ? [] : [bakery, hotel]
    expect(askLibrary(question, images, search(over)).text).toMatch(expected)
  })

  it.each<[string, ImageDetail[], Partial<TurnSearch>, RegExp]>([
    [
      'Which receipts are over 50 euros?',
      [bakery, hotel],
      { query: 'kind:receipt' },
      /^2 pictures match `kind:receipt`\.\n\n1 of 2 has a total over 50:/,
    ],
    [
      'Which receipts are over 50 euros?',
      [hotel],
      { query: 'kind:receipt field:total>50', total: 1 },
      /a total over 50:\n\n- Picture 1 .*120,00 € \[1\][\s\S]*named by a deep reading/,
    ],
    ['Is there a dog?', [garden], { query: 'object:dog', total: 1 }, /^Yes: 1 picture matches `object:dog`/],
    ['Is there a zebra?', [], { query: 'object:zebra', total: 0 }, /^No: nothing in the library matches/],
    ['photos with dogs', [garden], { query: 'object:dogs', total: 1 }, /- Picture 1 .*: 2 dogs \[1\]\[2\]/],
    [
      'Which mention timeout?',
      [screenshot],
      { query: 'text:timeout', total: 1 },
      /“Error: .* timeout” \[1\]/,
    ],
    ['What do the screenshots say?', [screenshot], { query: 'kind:screenshot', total: 1 }, /> Error/],
    ['How many dogs do I have?', [garden, street], { query: 'object:dog' }, /1 in all 2 pictures/],
    [
      'Show me everything',
      [garden],
      { query: '', total: 30 },
      /^30 pictures are in the library[\s\S]*and 29 more/,
    ],
    ['Where did I park my car?', [street], { query: 'object:car', total: 1 }, /^I can’t tell/],
    [
      'Which photos show more dogs than people?',
      [garden],
      { query: 'object:dogs', total: 1 },
      /^I can’t tell/,
    ],
    ['Newest screenshot', [screenshot], { query: 'kind:screenshot', total: 1 }, /Picture 1 .* added on/],
    ['What did I spend at Lidl?', [bakery], { query: '"Lidl"', total: 1 }, /\*\*4\.10 EUR\*\* in all/],
    ['Why am I so tired?', [garden], { query: 'tired', total: 1 }, /^I can’t tell/],
    ['What is the total on the second one?', [bakery, hotel], {}, /^The total is \*\*120,00 €\*\* \[1\]\.$/],
  ])('%s (%#)', (question, images, over, expected) => {
    expect(askLibrary(question, images, search(over)).text).toMatch(expected)
  })

  it.each([
    ['Add them up', /^\*\*124\.10 EUR\*\* in all/],
    ['Which of them is from Hotel Post?', /^1 of 2:\n\n- Picture 2/],
    ['And the second one?', /^The total is \*\*120,00 €\*\*/],
    ['Which is the most expensive of these?', /^Picture 2/],
  ])('%s is about what was found before', (question, expected) => {
    const asked = { question, earlier: ['What is the total?'], images: [bakery, hotel], search: search() }
    const plan = planSearch(question, { isLabel: isKnownThing, nowMs: 0 })
    expect(answerFromIndex(asked, plan).text).toMatch(expected)
  })
})
