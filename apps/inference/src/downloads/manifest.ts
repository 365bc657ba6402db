/** What is known of a set of weights before the hub is asked. */
import type { Device, Dtype, DtypeMap, EngineName, StageName, TaskName, WeightsKey } from '@vitrine/contracts'

/** A file of the repository as it is at the manifest's revision. */
export interface KnownFile {
  sizeBytes: number
  /** False: worked out from the file of another precision, some per cent off. */
  isExact: boolean
  /** Where two public listings agree on it; the file is then refused when it is another. */
  sha256?: string
  /** Of a graph whose tensors lie beside it (`x.onnx_data`, `x.onnx_data_1`, …), since no file can hold 2 GB: theirs. */
  dataBytes?: number
}

export interface WeightsManifest {
  key: WeightsKey
  engine: EngineName
  title: string
  /** As named on the hub, for example `onnx-community/Florence-2-base-ft`. */
  repository: string
  /** The commit that the known files are of; null: whatever the hub calls `main`. */
  revision: string | null
  licence: string
  parameters: number
  /** Among its engine's, 1 reads best. */
  rank: number
  stages: readonly StageName[]
  tasks: readonly TaskName[]
  /** Needed with any precision. */
  common: Readonly<Record<string, KnownFile>>
  /** Fetched where the repository has them. */
  optional: Readonly<Record<string, KnownFile>>
  /** Each graph's files by precision; a graph is named by its file's base name. */
  graphs: Readonly<Record<string, Readonly<Partial<Record<Dtype, KnownFile>>>>>
  /** Where the graphs' files lie; where transformers.js looks for them when left out. */
  paths?: Readonly<Record<string, Readonly<Partial<Record<Dtype, string>>>>>
  /** What one picture's run takes beside the weights, in fp32 on the CPU; bytes, approximate. */
  activationBytes: number
}

/** How transformers.js names a graph's file by its precision (`utils/dtypes.js`, DEFAULT_DTYPE_SUFFIX_MAPPING). */
const SUFFIX: Partial<Record<Dtype, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
}

/** A graph's file in its repository; null for a precision that no file has. */
export function graphFile(
  { paths }: Pick<WeightsManifest, 'paths'>,
  graph: string,
  dtype: Dtype,
): string | null {
  if (paths) return paths[graph]?.[dtype] ?? null
  const suffix = SUFFIX[dtype]
  return suffix === undefined ? null : `onnx/${graph}${suffix}.onnx`
}

/** Whether a file holds the tensors of a graph's file: `x.onnx_data`, `x.onnx_data_1`, … */
export function isDataOf(path: string, graphPath: string): boolean {
  return path.startsWith(`${graphPath}_data`) && /^(_\d+)?$/.test(path.slice(`${graphPath}_data`.length))
}

/** The first file of a graph's tensors, where they lie beside it. */
export const firstDataFile = (graphPath: string): string => `${graphPath}_data`

/** The wanted precision of each graph of the manifest; fp32 where none is named. */
export function completeDtypes(manifest: WeightsManifest, wanted: DtypeMap): DtypeMap {
  return Object.fromEntries(Object.keys(manifest.graphs).map((graph) => [graph, wanted[graph] ?? 'fp32']))
}

/** The files that a choice of precisions needs, with what the manifest knows of each. */
export function neededFiles(manifest: WeightsManifest, dtypes: DtypeMap): Map<string, KnownFile | undefined> {
  const files = new Map<string, KnownFile | undefined>(Object.entries(manifest.common))
  for (const [graph, dtype] of Object.entries(completeDtypes(manifest, dtypes))) {
    const path = graphFile(manifest, graph, dtype)
    const known = manifest.graphs[graph]?.[dtype]
    if (path) files.set(path, known)
    if (path && known?.dataBytes)
      files.set(firstDataFile(path), { sizeBytes: known.dataBytes, isExact: known.isExact })
  }
  return files
}

/** What a download of these precisions takes, as far as the manifest knows. */
export function estimateBytes(
  manifest: WeightsManifest,
  dtypes: DtypeMap,
): { bytes: number; isExact: boolean } {
  const files = [...neededFiles(manifest, dtypes).values(), ...Object.values(manifest.optional)]
  return {
    bytes: files.reduce((sum, file) => sum + (file?.sizeBytes ?? 0), 0),
    isExact: files.every((file) => file?.isExact === true),
  }
}

/** Share of the CPU's fp32 activations that a run takes elsewhere, and what the device's runtime itself takes. */
const ON_DEVICE: Record<Device, { share: number; runtimeBytes: number }> = {
  cpu: { share: 1, runtimeBytes: 0 },
  cuda: { share: 0.6, runtimeBytes: 400e6 },
  webgpu: { share: 0.6, runtimeBytes: 200e6 },
  vulkan: { share: 0.6, runtimeBytes: 200e6 },
  metal: { share: 0.6, runtimeBytes: 200e6 },
  dml: { share: 0.6, runtimeBytes: 200e6 },
  coreml: { share: 0.6, runtimeBytes: 200e6 },
  remote: { share: 0, runtimeBytes: 0 },
}

/** As fine as the figure is; sets of one size then expect the same. */
const ROUGHLY = 50e6

/**
 * What the weights are expected to take of the device's memory while they work, in bytes: a figure to plan
 * with before anything was measured. Half precision is widened to fp32 where onnxruntime runs it on the CPU;
 * llama.cpp takes files as they are, and keeps as much beside them on every device.
 */
export function expectMemoryBytes(manifest: WeightsManifest, dtypes: DtypeMap, device: Device): number {
  if (device === 'remote') return 0
  const isAsStored = manifest.engine === 'gguf'
  let weights = 0
  for (const [graph, dtype] of Object.entries(completeDtypes(manifest, dtypes))) {
    const widened = device === 'cpu' && dtype === 'fp16' && !isAsStored ? 2 : 1
    const known = manifest.graphs[graph]?.[dtype]
    weights += ((known?.sizeBytes ?? 0) + (known?.dataBytes ?? 0)) * widened
  }
  const { share, runtimeBytes } = ON_DEVICE[device]
  const beside = manifest.activationBytes * (isAsStored ? 1 : share)
  return Math.ceil((weights + beside + runtimeBytes) / ROUGHLY) * ROUGHLY
}
