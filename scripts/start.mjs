/** `npm start` (and `npm run dev`): from a bare checkout to an address to click. */
import './lib/require-node.mjs'
import { lanAddresses, loadConfig, requirePort, requireWritable } from './lib/config.mjs'
import { programs } from './lib/product.mjs'
import { build, install, migrate } from './lib/setup.mjs'
import { supervise, waitUntilServing } from './lib/supervise.mjs'

const dev = process.argv.includes('--dev')
const config = loadConfig()
requireWritable(config.dataDir)
await requirePort(config.port, config.host, 'VITRINE_PORT')
await requirePort(config.inferencePort, '127.0.0.1', 'VITRINE_INFERENCE_PORT')

await install()
if (!dev) await build()
await migrate(config.dataDir)

const { stop } = supervise(programs(config, { dev }))
const local = `http://localhost:${config.port}`
const answers = await Promise.all([
  waitUntilServing(`http://127.0.0.1:${config.port}/api/health`),
  waitUntilServing(`http://127.0.0.1:${config.inferencePort}/health`),
])
if (answers.includes(false)) {
  console.error('[vitrine] did not come up within two minutes; the lines above say why.')
  stop(1)
} else {
  const lan = config.host === '0.0.0.0' ? lanAddresses(config.port) : []
  console.log(
    [
      '',
      '  Vitrine is ready.',
      '',
      `    On this machine   ${local}`,
      ...lan.map((address) => `    On your network   ${address}`),
      '',
      `    Pictures and the database are in ${config.dataDir}. Ctrl-C stops everything.`,
      '',
    ].join('\n'),
  )
}
