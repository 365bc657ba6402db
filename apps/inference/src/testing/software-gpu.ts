/** A GPU made of software, for tests: Chromium brings a Vulkan loader and SwiftShader, on which WebGPU runs anywhere. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const LOADER = 'libvulkan.so.1'
const DRIVER = 'libvk_swiftshader.so'
const PLACES = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/opt/google/chromium',
]

let known: Record<string, string> | null | undefined

/**
 * What a process's environment needs so that `webgpu` runs on the software device; both must be there when the
 * process starts. Null where there is no Chromium with these libraries, or the system is not Linux.
 */
export function softwareGpuEnv(): Record<string, string> | null {
  known ??= findSoftwareGpu()
  return known
}

/** Why a test that needs the software device does not run, for its title. */
export const NO_SOFTWARE_GPU = `skipped: no Chromium with ${LOADER} and ${DRIVER} here (Debian and Ubuntu: apt-get install chromium)`

function findSoftwareGpu(): Record<string, string> | null {
  if (process.platform !== 'linux') return null
  const chromium = process.env.CHROMIUM_PATH
  const places = chromium && existsSync(chromium) ? [path.dirname(realpathSync(chromium)), ...PLACES] : PLACES
  const dir = places.find((place) => [LOADER, DRIVER].every((file) => existsSync(path.join(place, file))))
  return dir ? describeDriver(dir) : null
}

/** Only the loader is put in the library path: the folder also holds libraries that stand in for the system's own. */
function describeDriver(chromiumDir: string): Record<string, string> {
  const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-software-gpu-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  const libraries = path.join(dir, 'lib')
  mkdirSync(libraries)
  symlinkSync(path.join(chromiumDir, LOADER), path.join(libraries, LOADER))
  const icd = path.join(dir, 'swiftshader.json')
  const driver = { library_path: path.join(chromiumDir, DRIVER), api_version: '1.1.0' }
  writeFileSync(icd, JSON.stringify({ file_format_version: '1.0.0', ICD: driver }))
  const before = process.env.LD_LIBRARY_PATH
  return {
    LD_LIBRARY_PATH: before ? `${libraries}:${before}` : libraries,
    VK_ICD_FILENAMES: icd,
  }
}
