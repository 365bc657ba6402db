/**
 * Turns a TensorFlow.js graph model into ONNX. TensorFlow keeps channels last and ONNX's convolutions want
 * them first: each such node gets a transpose on either side, and the runtime's optimiser removes the pairs.
 */

import { encodeFloat16 } from '../../../onnx/float16.ts'
import { createConstantFolder, outputName } from './constants.ts'
import { encodeOnnxModel, type OnnxAttribute, type OnnxNode, type OnnxTensor } from './onnx-file.ts'
import { emitOperator } from './operators.ts'
import type { Constant, TfjsGraph, TfjsNode } from './tfjs-graph.ts'

/** An output to keep: a node of the graph and its new name. */
export interface WantedOutput {
  node: string
  name: string
  /** Averages a channels-last map over its places: a vector for each picture. */
  pooled?: boolean
}

/** Tensors above this many values are stored in half precision; the arithmetic stays single. */
const HALF_ABOVE = 64

/** What the operators' translations write to. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly initializers: OnnxTensor[] = []
  readonly inputs: { name: string; dims: number[] }[] = []
  readonly constant: (reference: string) => Constant | undefined
  private readonly graph: TfjsGraph
  private readonly emitted = new Map<string, string>()
  private readonly stored = new Set<string>()
  private counter = 0

  constructor(graph: TfjsGraph) {
    this.graph = graph
    this.constant = createConstantFolder(graph)
  }

  /** A constant input, which must be one. */
  requireConstant(reference: string): Constant {
    const value = this.constant(reference)
    if (!value) throw new Error(`${reference} is not a constant.`)
    return value
  }

  /** The ONNX name of a TensorFlow reference; whatever it depends on is emitted first. */
  resolve(reference: string): string {
    const name = outputName(reference)
    const constant = this.constant(name)
    if (constant) return this.store(name, constant)
    const known = this.emitted.get(name)
    if (known !== undefined) return known
    this.emit(name.replace(/:\d+$/, ''))
    return this.emitted.get(name) ?? name
  }

  /** Says that a TensorFlow output has this ONNX name. */
  alias(reference: string, name: string): void {
    this.emitted.set(reference, name)
  }

  /** Adds a node with one output, by default under a fresh name; returns that name. */
  add(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, OnnxAttribute> = {},
    output = this.fresh(operator),
  ): string {
    this.nodes.push({ operator, inputs, outputs: [output], attributes })
    return output
  }

  fresh(prefix: string): string {
    return `${prefix}_${this.counter++}`
  }

  /** Stores floats under a name, once. */
  store(name: string, { type, dims, data }: Constant): string {
    if (this.stored.has(name)) return name
    this.stored.add(name)
    if (type === 'int32') {
      const wide = BigInt64Array.from(data, BigInt)
      this.initializers.push({ name, type: 'int64', dims, data: wide })
    } else if (data.length > HALF_ABOVE) {
      const half = Uint16Array.from(data, encodeFloat16)
      this.initializers.push({ name: `${name}/half`, type: 'float16', dims, data: half })
      this.add('Cast', [`${name}/half`], { to: 1 }, name)
    } else this.initializers.push({ name, type: 'float32', dims, data: Float32Array.from(data) })
    return name
  }

  integers(values: readonly number[]): string {
    return this.store(this.fresh('integers'), {
      type: 'int32',
      dims: [values.length],
      data: Int32Array.from(values),
    })
  }

  scalar(value: number): string {
    return this.store(`scalar_${value}`, { type: 'float32', dims: [], data: Float32Array.of(value) })
  }

  private emit(name: string): void {
    const node: TfjsNode | undefined = this.graph.nodes.get(name)
    if (!node) throw new Error(`The graph has no node ${name}.`)
    this.emitted.set(name, name)
    emitOperator(this, node)
  }
}

/** The ONNX file of the part of the graph that leads to the wanted outputs. */
export function convertToOnnx(graph: TfjsGraph, name: string, outputs: readonly WantedOutput[]): Uint8Array {
  const builder = new GraphBuilder(graph)
  for (const output of outputs) {
    const value = builder.resolve(output.node)
    if (output.pooled) builder.add('ReduceMean', [value], { axes: [1, 2], keepdims: 0 }, output.name)
    else builder.add('Identity', [value], {}, output.name)
  }
  return encodeOnnxModel({
    name,
    description: `Converted from TensorFlow.js by Vitrine; made by ${graph.source}`,
    nodes: builder.nodes,
    initializers: builder.initializers,
    inputs: builder.inputs,
    outputs: outputs.map((output) => output.name),
  })
}
