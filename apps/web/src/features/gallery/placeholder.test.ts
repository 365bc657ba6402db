import { describe, expect, it } from 'vitest'
import { placeholderImage } from './placeholder.ts'

describe('placeholderImage', () => {
  it('is a picture', () => {
    expect(placeholderImage('1QcSHQRnh493V4dIh4eXh1h4kJUI')).toMatch(/^url\("data:image\/png;base64,/)
  })

  it('is nothing for nothing', () => {
    expect(placeholderImage(null)).toBeNull()
    expect(placeholderImage('AAA=')).toBeNull()
  })
})
