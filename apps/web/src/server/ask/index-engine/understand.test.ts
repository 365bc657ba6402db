import { describe, expect, it } from 'vitest'
import type { Intent } from './intent.ts'
import { understand } from './understand.ts'

describe('understand', () => {
  it.each<[string, Intent]>([
    ['How many dogs are there?', { type: 'count', thing: 'dogs' }],
    ['how many people can you see in this picture', { type: 'count', thing: 'people' }],
    ['Count the chairs.', { type: 'count', thing: 'chairs' }],
    ['How many objects are in the picture?', { type: 'count', thing: null }],
    ['How many pictures show a dog?', { type: 'count-pictures', kind: null, thing: 'dog' }],
    ['How many receipts are there?', { type: 'count-pictures', kind: 'receipt', thing: null }],
    ['How many receipts do I have?', { type: 'count-pictures', kind: 'receipt', thing: null }],
    ['How many people are in each?', { type: 'count', thing: 'people' }],
    ['How many are there of each thing?', { type: 'things' }],
    ['How many lines of text are there?', { type: 'count-text', unit: 'line' }],
    ['What is in both?', { type: 'shared' }],
    ['Which of these has text?', { type: 'which-has', thing: 'text' }],
    ['Which of these are receipts?', { type: 'which-has', thing: 'receipts' }],
    ['What do the screenshots say?', { type: 'read' }],
    ['What is written on the newest pictures?', { type: 'read' }],
    [
      'Which receipts are over 20?',
      { type: 'which-over', condition: { field: 'total', low: 20, high: null, isStrict: true } },
    ],
    ['Which have more than 3 people?', { type: 'unknown' }],
    ['What colour is the car?', { type: 'colours', thing: 'car' }],
    ['What is the average total?', { type: 'sum', name: 'total', how: 'average' }],
    ['How much tax did we pay?', { type: 'sum', name: 'tax', how: 'sum' }],
    ['How much tax is on it?', { type: 'field', name: 'tax' }],
    ['Where was this taken?', { type: 'fact', fact: 'place' }],
    ['Are there any duplicates?', { type: 'duplicates' }],
    ['Is there a second dog?', { type: 'exists', thing: 'second dog' }],
    ['Wie viele Hunde sind auf dem Bild?', { type: 'count', thing: 'dogs' }],
    ['Gibt es eine Katze?', { type: 'exists', thing: 'cat' }],
    ['Was steht auf dem Schild?', { type: 'read' }],
    ['Wo ist das Fahrrad?', { type: 'where', thing: 'bicycle' }],
    ['Combien de chiens y a-t-il ?', { type: 'count', thing: 'dogs' }],
    ['Où est la voiture ?', { type: 'where', thing: 'car' }],
    ['¿Cuántos perros hay en la foto?', { type: 'count', thing: 'dogs' }],
    ['¿Dónde está el gato?', { type: 'where', thing: 'cat' }],
    ['Is there a cat?', { type: 'exists', thing: 'cat' }],
    ['Are there any red cars in this image?', { type: 'exists', thing: 'red cars' }],
    ['Do you see a bicycle?', { type: 'exists', thing: 'bicycle' }],
    ['Is there any text?', { type: 'read' }],
    ['Where is the dog?', { type: 'where', thing: 'dog' }],
    ["Where's the cup?", { type: 'where', thing: 'cup' }],
    ['What does it say?', { type: 'read' }],
    ['Please read the text', { type: 'read' }],
    ['What is written on the sign?', { type: 'read' }],
    ['Does it say "no entry"?', { type: 'find-text', text: 'no entry' }],
    ['On which line is TOTAL?', { type: 'find-text', text: 'total' }],
    ['What is this?', { type: 'describe' }],
    ['What is happening here?', { type: 'describe' }],
    ['Describe the picture', { type: 'describe' }],
    ['What is in this picture?', { type: 'describe' }],
    ['What objects are there?', { type: 'things' }],
    ['What colours are in it?', { type: 'colours', thing: null }],
    ['Which of these has a dog?', { type: 'which-has', thing: 'dog' }],
    ['Which pictures mention "timeout"?', { type: 'which-has', thing: 'timeout' }],
    ['Which one is the newest?', { type: 'which-most', of: { by: 'date', most: true } }],
    ['Which receipt has the highest total?', { type: 'which-most', of: { by: 'amount', most: true } }],
    [
      'Which of these has the most people?',
      { type: 'which-most', of: { by: 'objects', most: true, thing: 'people' } },
    ],
    ['Which is the cheapest?', { type: 'which-most', of: { by: 'amount', most: false } }],
    ['What is different between these?', { type: 'compare' }],
    ['Compare them', { type: 'compare' }],
    ['What is the total?', { type: 'field', name: 'total' }],
    ['What is the subtotal?', { type: 'field', name: 'subtotal' }],
    ['What is the due date?', { type: 'field', name: 'due-date' }],
    ['What date is on it?', { type: 'field', name: 'date' }],
    ['What is the invoice number?', { type: 'field', name: 'number' }],
    ['How much is it?', { type: 'field', name: 'total' }],
    ['Who is it from?', { type: 'field', name: 'merchant' }],
    ['How much did we spend?', { type: 'sum', name: 'total', how: 'sum' }],
    ['Add them up', { type: 'sum', name: 'total', how: 'sum' }],
    ['Show the table', { type: 'tables' }],
    ['Which camera was used?', { type: 'fact', fact: 'camera' }],
    ['How large is it?', { type: 'fact', fact: 'size' }],
    ['When was this taken?', { type: 'fact', fact: 'date' }],
    ['Thanks!', { type: 'thanks' }],
    ['Hello', { type: 'hello' }],
    ['What can you do?', { type: 'help' }],
    ['Why is she smiling?', { type: 'unknown' }],
    ['Write a poem about it', { type: 'unknown' }],
    ['', { type: 'unknown' }],
  ])('%s', (question, intent) => {
    expect(understand(question).intent).toEqual(intent)
  })

  it.each<[string, Intent, number | null]>([
    ['How many dogs are in the second picture?', { type: 'count', thing: 'dogs' }, 2],
    ['What does the last one say?', { type: 'read' }, -1],
    ['What is the total of picture 3?', { type: 'field', name: 'total' }, 3],
  ])('%s names a picture', (question, intent, picture) => {
    expect(understand(question)).toEqual({ intent, picture })
  })

  it.each<[string, string, Intent, number | null]>([
    ['How many dogs are there?', 'And cats?', { type: 'count', thing: 'cats' }, null],
    ['Is there a dog?', 'What about a cat?', { type: 'exists', thing: 'cat' }, null],
    ['How many dogs are there?', 'And in the second one?', { type: 'count', thing: 'dogs' }, 2],
    ['Is there a dog?', 'Where?', { type: 'where', thing: 'dog' }, null],
    ['How many pictures show a dog?', 'Which ones?', { type: 'which-has', thing: 'dog' }, null],
    ['How many dogs are there?', 'Is it sunny?', { type: 'unknown' }, null],
    ['Wie viele Hunde gibt es?', 'Und Katzen?', { type: 'count', thing: 'cats' }, null],
    ['What is the total?', 'And the date?', { type: 'field', name: 'date' }, null],
    ['What is the total?', 'And what is the date?', { type: 'field', name: 'date' }, null],
    ['What is the total?', 'And where is the dog?', { type: 'where', thing: 'dog' }, null],
  ])('after %s, %s goes on from it', (before, question, intent, picture) => {
    expect(understand(question, [before])).toEqual({ intent, picture })
  })

  it('understands any text within a moment', () => {
    const noise = [
      'how many ',
      'which of these ',
      'is there ',
      'the ',
      'a '.repeat(400),
      '(((',
      '\u0000',
      '"“',
      '𝔊',
    ]
    for (const start of noise)
      for (const end of noise) expect(understand(start + end).intent.type).toBeDefined()
  })
})
