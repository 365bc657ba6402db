/**
 * Writes the mean of the embedding's features over a folder of everyday pictures.
 * Run once, by hand; a new mean is a new embedding space.
 *
 *   npx tsx scripts/measure-feature-mean.ts <folder> src/engines/builtin/feature-mean.json
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultCacheDir, prepareCenterNet } from '../src/engines/builtin/centernet-cache.ts'
import { runCenterNet } from '../src/engines/builtin/detection/centernet.ts'
import { openSession } from '../src/engines/builtin/session.ts'
import { decodeImage } from '../src/image/decode.ts'

const [folder, target] = process.argv.slice(2)
if (folder === undefined || target === undefined)
  throw new Error('Usage: measure-feature-mean.ts <folder> <target.json>')
const session = await openSession(await prepareCenterNet(defaultCacheDir()), 2)
const sum = new Float64Array(720)
const names = readdirSync(folder).filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
for (const name of names) {
  const image = await decodeImage(readFileSync(join(folder, name)), { maxPixels: 2e8, maxSide: 1024 })
  const { features } = await runCenterNet(session, image)
  features.forEach((value, i) => {
    sum[i] = (sum[i] ?? 0) + value / names.length
  })
}
writeFileSync(target, `${JSON.stringify(Array.from(sum, (value) => Number(value.toFixed(4))))}\n`)
console.log(`${names.length} pictures`)
