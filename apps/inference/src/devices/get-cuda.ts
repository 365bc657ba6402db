/** What is left to do on this machine until CUDA works, as sentences: pure. */

export interface CudaGap {
  /** Whether an NVIDIA card is here at all. */
  hasCard: boolean
  platform: NodeJS.Platform
  /** The driver's version as `nvidia-smi` gives it; null when no driver answers. */
  driver: string | null
  /** What the runtime and the loader said when CUDA was tried. */
  said: string
}

/** CUDA 13 asks for it (https://docs.nvidia.com/cuda/cuda-toolkit-release-notes, "CUDA driver"). */
const MIN_DRIVER = 580
const INSTALL_PROVIDER =
  'node apps/inference/node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12'

/** Ordered by what must come first: a later step cannot show its own gap before the earlier ones are closed. */
type Stage = 'driver' | 'provider' | 'toolkit' | 'cudnn' | 'done'
const ORDER: readonly Stage[] = ['driver', 'provider', 'toolkit', 'cudnn', 'done']

/** The steps from the first that is missing on; empty where there is no such card. */
export function howToGetCuda(gap: CudaGap): string[] {
  if (!gap.hasCard || gap.platform === 'darwin') return []
  const first = ORDER.indexOf(findStage(gap))
  const steps = ORDER.slice(first).flatMap((stage) => describeStep(stage, gap))
  return [...steps, 'Start Vitrine again, then press “Probe again” on the Models page.']
}

function findStage({ driver, said }: CudaGap): Stage {
  if (driver === null || readMajor(driver) < MIN_DRIVER) return 'driver'
  if (/libonnxruntime_providers_\w+\.so: cannot open/.test(said)) return 'provider'
  if (/cudnn/i.test(said)) return 'cudnn'
  if (/lib\w+\.so[.\d]*: cannot open/.test(said)) return 'toolkit'
  return /Failed to load shared library|LoadLibrary failed/.test(said) ? 'provider' : 'done'
}

function describeStep(stage: Stage, { driver, platform, said }: CudaGap): string[] {
  switch (stage) {
    case 'driver':
      if (driver === null)
        return [`Install NVIDIA's driver, version ${MIN_DRIVER} or newer, and start the machine again.`]
      return readMajor(driver) < MIN_DRIVER
        ? [`Update NVIDIA's driver: ${driver} is here, and CUDA 13 needs ${MIN_DRIVER} or newer.`]
        : []
    case 'provider':
      return [
        `Fetch ONNX Runtime's CUDA libraries: run “${INSTALL_PROVIDER}” in Vitrine's folder. (Its name says 12; what comes is for CUDA 13.)`,
      ]
    case 'toolkit': {
      const library = /(lib(?!onnxruntime)\w+\.so[.\d]*): cannot open/.exec(said)?.[1]
      const missing = library ? ` (the loader does not find ${library})` : ''
      return [
        `Install the libraries of CUDA 13${missing}, for example NVIDIA's package cuda-toolkit-13.`,
        ...(platform === 'win32'
          ? ['Their folder must be in PATH.']
          : [
              'Where they lie in a folder of their own, name it before the start: LD_LIBRARY_PATH=/usr/local/cuda/lib64 npm start.',
            ]),
      ]
    }
    case 'cudnn':
      return ["Install cuDNN 9 for CUDA 13, for example NVIDIA's package cudnn9-cuda-13."]
    case 'done':
      return []
  }
}

const readMajor = (driver: string) => Number.parseInt(driver, 10)
