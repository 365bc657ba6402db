/** Weights of some kilobytes: a manifest, and a repository that fits it. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { KnownFile, WeightsManifest } from '../manifest.ts'

const about = (sizeBytes: number): KnownFile => ({ sizeBytes, isExact: false })
const graph = { fp32: about(9_000), fp16: about(5_000), q8: about(3_000) }

export const SMALL: WeightsManifest = {
  key: 'small-one',
  engine: 'florence2',
  title: 'Small one',
  repository: 'somebody/small-one',
  revision: null,
  licence: 'MIT',
  parameters: 1_000,
  rank: 1,
  stages: ['perception'],
  tasks: ['caption'],
  common: { 'config.json': about(40), 'tokenizer.json': about(40) },
  optional: { 'generation_config.json': about(20) },
  graphs: { vision_encoder: graph, decoder_model_merged: graph },
  activationBytes: 1_000,
}

/** An ONNX file as far as its outer form goes: a version, and a graph of so many bytes that depend on `seed`. */
export function onnxFile(bytes: number, seed: string): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes; at += 32) blocks.push(createHash('sha256').update(`${seed} ${at}`).digest())
  const graphBytes = Buffer.concat(blocks).subarray(0, bytes)
  return Buffer.concat([Buffer.from([0x08, 0x08]), Buffer.from([0x3a]), varint(bytes), graphBytes])
}

function varint(value: number): Buffer {
  return value < 128
    ? Buffer.from([value])
    : Buffer.concat([Buffer.from([(value & 127) | 128]), varint(value >> 7)])
}

/** What the hub has of `SMALL`: both graphs in three precisions, and files that nobody asks for. */
export function smallRepository(seed = 'one'): Map<string, Buffer> {
  const files = new Map([
    ['README.md', Buffer.from('# Small one')],
    ['config.json', Buffer.from(JSON.stringify({ model_type: 'small', seed }))],
    ['generation_config.json', Buffer.from('{"num_beams":1}')],
    ['tokenizer.json', Buffer.from('{"version":"1.0"}')],
    ['onnx/model_unused.onnx', onnxFile(500, 'unused')],
  ])
  for (const [suffix, bytes] of [
    ['', 9_000],
    ['_fp16', 5_000],
    ['_quantized', 3_000],
  ] as const)
    for (const name of Object.keys(SMALL.graphs)) {
      const file = `onnx/${name}${suffix}.onnx`
      files.set(file, onnxFile(bytes, `${seed} ${file}`))
    }
  return files
}

/** Writes a repository's files below a folder. */
export async function writeFiles(dir: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [name, bytes] of files) {
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true })
    await writeFile(path.join(dir, name), bytes)
  }
}

/** A folder that goes when the test has finished. */
export async function makeFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'vitrine-weights-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}
