/** Pictures to measure with: all different, some with words on them, of the size a phone's gallery app shares. */
import sharp from 'sharp'

const SIZE = { width: 1600, height: 1200 }

/** The JPEG of one picture; the same number gives the same bytes. */
export function drawPicture(number: number): Promise<Buffer> {
  return sharp(Buffer.from(number % 3 === 0 ? drawReceipt(number) : drawScene(number)))
    .resize(SIZE)
    .jpeg({ quality: 85 })
    .toBuffer()
}

/** Hills, a sun and houses under a sky; colours and places follow from the number. */
function drawScene(number: number): string {
  const hue = (number * 47) % 360
  const shapes = Array.from({ length: 12 }, (_none, index) => {
    const x = (number * 131 + index * 137) % SIZE.width
    const y = 600 + ((number * 71 + index * 53) % 500)
    const side = 60 + ((number + index * 29) % 120)
    return `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="hsl(${(hue + index * 31) % 360} 60% 45%)"/>`
  })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}">` +
    `<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(${hue} 70% 70%)"/>` +
    `<stop offset="1" stop-color="hsl(${hue} 30% 95%)"/></linearGradient></defs>` +
    `<rect width="100%" height="100%" fill="url(#sky)"/>` +
    `<circle cx="${(number * 97) % SIZE.width}" cy="200" r="90" fill="#ffd75e"/>` +
    `<ellipse cx="${(number * 61) % SIZE.width}" cy="1200" rx="1200" ry="520" fill="hsl(${(hue + 90) % 360} 35% 40%)"/>` +
    `${shapes.join('')}</svg>`
  )
}

/** A till receipt with a number of its own on every line. */
function drawReceipt(number: number): string {
  const lines = Array.from(
    { length: 10 },
    (_none, index) => `ITEM ${number * 10 + index}   ${index + 1}.${number % 90}9`,
  )
  const texts = ['CORNER MARKET', ...lines, `TOTAL ${number}.00`].map(
    (line, index) =>
      `<text x="480" y="${150 + index * 80}" font-family="monospace" font-size="52">${line}</text>`,
  )
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}">` +
    `<rect width="100%" height="100%" fill="#6b5b4b"/><rect x="420" y="40" width="760" height="1120" fill="#fdfdf8"/>` +
    `${texts.join('')}</svg>`
  )
}
