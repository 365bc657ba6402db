/** The throw-away program that loads one build of llama.cpp and says what it can compute on: drivers may end it. */
import { createRequire } from 'node:module'
import { AppError } from '@vitrine/contracts'
import {
  BackendDevices,
  type LlamaVariant,
  loadLibrary,
  PACKAGE,
  variantFor,
} from '../../engines/gguf/library.ts'
import { watchForOrphaning } from '../../host/orphan-watch.ts'
import { type GgufProbeAnswer, GgufProbeRequest } from './probe-protocol.ts'

async function probe({ device }: GgufProbeRequest): Promise<GgufProbeAnswer> {
  const variant = variantFor(device)
  if (variant === null) return { type: 'not-loaded', message: 'Cannot find module' }
  const library = loadLibrary()
  if (!(await library.isLibVariantAvailable(variant))) return { type: 'not-loaded', message: whyNot(variant) }
  return {
    type: 'loaded',
    devices: BackendDevices.parse(await library.getBackendDevicesInfo(variant)),
  }
}

/** The library keeps the loader's words to itself, so that its package is loaded once more. */
function whyNot(variant: LlamaVariant): string {
  const suffix = variant === 'default' ? '' : `-${variant}`
  const name = `@fugood/node-llama-${process.platform}-${process.arch}${suffix}`
  try {
    createRequire(createRequire(import.meta.url).resolve(PACKAGE))(name)
    return 'It loads now.'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

function say(answer: GgufProbeAnswer): void {
  process.send?.(answer, undefined, undefined, () => process.exit(0))
}

process.once('message', (raw) => {
  probe(GgufProbeRequest.parse(raw)).then(say, (thrown: unknown) =>
    say({ type: 'no-library', message: AppError.from(thrown).message }),
  )
})
watchForOrphaning()
process.on('disconnect', () => process.exit(0))
