/** Reads a TensorFlow.js graph model: its topology, its constants, and what can be folded into constants. */
import { z } from 'zod'
import { decodeFloat16 } from '../../../onnx/float16.ts'

const Numeric = z.union([z.number(), z.string()]).transform(Number)

const Attribute = z.object({
  s: z.string().optional(),
  i: Numeric.optional(),
  f: Numeric.optional(),
  b: z.boolean().optional(),
  list: z.object({ i: z.array(Numeric).optional(), s: z.array(z.string()).optional() }).optional(),
  shape: z.object({ dim: z.array(z.object({ size: Numeric })).optional() }).optional(),
})

const Node = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), Attribute).default({}),
})

const Weight = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
})

const GraphModel = z.object({
  generatedBy: z.string().default('unknown'),
  modelTopology: z.object({ node: z.array(Node) }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(Weight) })),
})

/** A value that does not depend on the input. */
export interface Constant {
  type: 'float32' | 'int32'
  dims: readonly number[]
  data: Float32Array | Int32Array
}

/** One operation, with typed access to its attributes. */
export class TfjsNode {
  readonly name: string
  readonly operator: string
  readonly inputs: readonly string[]
  private readonly attributes: z.infer<typeof Node>['attr']

  constructor(node: z.infer<typeof Node>) {
    this.name = node.name
    this.operator = node.op
    this.inputs = node.input
    this.attributes = node.attr
  }

  input(index: number): string {
    const name = this.inputs.at(index)
    if (name === undefined) throw new Error(`${this.operator} ${this.name} has no input ${index}.`)
    return name
  }

  text(key: string): string | undefined {
    const value = this.attributes[key]?.s
    return value === undefined ? undefined : fromBase64(value)
  }

  number(key: string): number | undefined {
    return this.attributes[key]?.i ?? this.attributes[key]?.f
  }

  flag(key: string): boolean {
    return this.attributes[key]?.b ?? false
  }

  numbers(key: string): readonly number[] | undefined {
    return this.attributes[key]?.list?.i
  }

  texts(key: string): readonly string[] {
    return this.attributes[key]?.list?.s?.map(fromBase64) ?? []
  }

  /** A placeholder's shape; open sizes become 1. */
  shape(): number[] {
    return (this.attributes.shape?.shape?.dim ?? []).map(({ size }) => Math.max(1, size))
  }
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString()

export interface TfjsGraph {
  source: string
  nodes: ReadonlyMap<string, TfjsNode>
  weights: ReadonlyMap<string, Constant>
}

/** Parses `model.json` with its weight files, which are asked for by their relative paths. */
export function parseTfjsGraph(json: unknown, readWeights: (path: string) => Buffer): TfjsGraph {
  const model = GraphModel.parse(json)
  const bytes = Buffer.concat(model.weightsManifest.flatMap(({ paths }) => paths.map(readWeights)))
  const weights = new Map<string, Constant>()
  let offset = 0
  for (const weight of model.weightsManifest.flatMap((group) => group.weights)) {
    const count = weight.shape.reduce((product, size) => product * size, 1)
    const width = weight.quantization ? 2 : 4
    const at = (i: number) => offset + i * width
    const data =
      weight.dtype === 'int32'
        ? Int32Array.from({ length: count }, (_, i) => bytes.readInt32LE(at(i)))
        : Float32Array.from({ length: count }, (_, i) =>
            weight.quantization ? decodeFloat16(bytes.readUInt16LE(at(i))) : bytes.readFloatLE(at(i)),
          )
    weights.set(weight.name, { type: weight.dtype, dims: weight.shape, data })
    offset += count * width
  }
  const nodes = new Map(model.modelTopology.node.map((node) => [node.name, new TfjsNode(node)]))
  return { source: model.generatedBy, nodes, weights }
}
