import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeImage } from '../image/decode.ts'
import { examinePixels, nameColour } from './colours.ts'

describe('nameColour', () => {
  it.each([
    [0, 0, 0, 'black'],
    [30, 31, 38, 'black'],
    [255, 255, 255, 'white'],
    [253, 253, 251, 'white'],
    [128, 128, 128, 'grey'],
    [200, 30, 30, 'red'],
    [255, 140, 0, 'orange'],
    [240, 230, 40, 'yellow'],
    [30, 140, 50, 'green'],
    [0, 150, 150, 'teal'],
    [40, 70, 220, 'blue'],
    [120, 50, 200, 'purple'],
    [250, 170, 190, 'pink'],
    [110, 70, 40, 'brown'],
    [225, 200, 170, 'beige'],
  ])('calls rgb(%i, %i, %i) %s', (red, green, blue, name) => {
    expect(nameColour(red, green, blue)).toBe(name)
  })
})

async function examineSvg(content: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">${content}</svg>`
  const bytes = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer()
  return examinePixels(await decodeImage(bytes, { maxPixels: 1e6 }))
}

describe('examinePixels', () => {
  it('gives shares and hex of what is there, largest first', async () => {
    const { colours, flatShare } = await examineSvg(
      '<rect width="150" height="100" fill="#0000ff"/><rect x="150" width="50" height="100" fill="#ff0000"/>',
    )
    expect(colours.map(({ name }) => name)).toEqual(['blue', 'red'])
    expect(colours[0]?.share).toBeCloseTo(0.75, 1)
    expect(colours[0]?.hex).toBe('#0000ff')
    expect(flatShare).toBeGreaterThan(0.95)
  })

  it('knows black and white', async () => {
    expect((await examineSvg('<rect width="90" height="100" fill="#333"/>')).isBlackAndWhite).toBe(true)
    expect((await examineSvg('<rect width="90" height="100" fill="#36c"/>')).isBlackAndWhite).toBe(false)
  })

  it('survives a single pixel', async () => {
    const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#00f' } })
      .png()
      .toBuffer()
    const facts = await examinePixels(await decodeImage(bytes, { maxPixels: 1e6 }))
    expect(facts.colours).toEqual([{ name: 'blue', hex: '#0000ff', share: 1 }])
  })
})
