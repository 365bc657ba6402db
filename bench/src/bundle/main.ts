/** `npm run bench bundle`: what a browser loads for each page, from the last build. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'

const NEXT = path.join(import.meta.dirname, '../../../apps/web/.next')
const MANIFEST = 'page_client-reference-manifest.js'

const BuildManifest = z.object({ rootMainFiles: z.array(z.string()) })
const RouteManifest = z.object({
  entryJSFiles: z.record(z.string(), z.array(z.string())),
  entryCSSFiles: z.record(z.string(), z.array(z.object({ path: z.string() }))),
})

interface Weight {
  files: number
  bytes: number
  gzipBytes: number
}

function weigh(files: Iterable<string>): Weight {
  const weight: Weight = { files: 0, bytes: 0, gzipBytes: 0 }
  for (const file of new Set(files)) {
    const content = readFileSync(path.join(NEXT, file))
    weight.files += 1
    weight.bytes += content.byteLength
    weight.gzipBytes += gzipSync(content, { level: 9 }).byteLength
  }
  return weight
}

/** The manifest is a script that fills a global. */
function readRouteManifest(file: string): z.infer<typeof RouteManifest> {
  const sandbox: { globalThis: { __RSC_MANIFEST?: unknown } } = { globalThis: {} }
  runInNewContext(readFileSync(file, 'utf8'), sandbox)
  const [manifest] = Object.values(
    z.record(z.string(), RouteManifest).parse(sandbox.globalThis.__RSC_MANIFEST),
  )
  if (!manifest) throw new Error(`${file} names no route.`)
  return manifest
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`

function main(): void {
  const buildManifest = path.join(NEXT, 'build-manifest.json')
  if (!existsSync(buildManifest))
    throw new Error('There is no build. Run `npm start` or `npm run bench` first.')
  const { rootMainFiles } = BuildManifest.parse(JSON.parse(readFileSync(buildManifest, 'utf8')))
  const pages = path.join(NEXT, 'server/app')
  const found = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith(MANIFEST),
  )
  const every = new Set(rootMainFiles)
  const rows = found.map((name) => {
    const manifest = readRouteManifest(path.join(pages, name))
    const scripts = [...rootMainFiles, ...Object.values(manifest.entryJSFiles).flat()]
    for (const script of scripts) every.add(script)
    const styles = Object.values(manifest.entryCSSFiles).flatMap((files) => files.map((file) => file.path))
    return { route: `/${path.dirname(name)}`.replace('/.', '/'), js: weigh(scripts), css: weigh(styles) }
  })
  const widest = Math.max(...rows.map(({ route }) => route.length))
  console.log('First load of each page (gzip; before gzip in brackets):')
  for (const { route, js, css } of rows.sort((a, b) => b.js.gzipBytes - a.js.gzipBytes))
    console.log(
      `  ${route.padEnd(widest)}  JS ${kilobytes(js.gzipBytes)} (${kilobytes(js.bytes)}, ${js.files} files)` +
        `  CSS ${kilobytes(css.gzipBytes)} (${kilobytes(css.bytes)})`,
    )
  const shared = weigh(rootMainFiles)
  const all = weigh(every)
  console.log(`  React and Next, in every page: ${kilobytes(shared.gzipBytes)} (${kilobytes(shared.bytes)})`)
  console.log(
    `  All pages together: ${kilobytes(all.gzipBytes)} (${kilobytes(all.bytes)}, ${all.files} files)`,
  )
}

main()
