/** Writes small ONNX graphs by hand, with dynamic shapes: what tests need of onnx.proto3 (IR 8, opset 17). */
import { MessageWriter } from './protobuf.ts'

/** onnx.proto3's TensorProto.DataType. */
const DATA_TYPE = { float32: 1, int64: 7, bool: 9, float16: 10 } as const
export type TensorType = keyof typeof DATA_TYPE

/** AttributeProto.AttributeType. */
const INTEGER = 2
const INTEGERS = 7

const IR_VERSION = 8
const OPSET = 17

/** A number, or the name of a dimension that is known only when the graph runs. */
export type Dimension = number | string

export class OnnxGraph {
  readonly #name: string
  readonly #nodes: MessageWriter[] = []
  readonly #constants: MessageWriter[] = []
  readonly #inputs: MessageWriter[] = []
  readonly #outputs: MessageWriter[] = []
  #count = 0

  constructor(name: string) {
    this.#name = name
  }

  input(name: string, type: TensorType, dims: readonly Dimension[]): string {
    this.#inputs.push(encodeValue(name, type, dims))
    return name
  }

  output(name: string, type: TensorType, dims: readonly Dimension[]): void {
    this.#outputs.push(encodeValue(name, type, dims))
  }

  floats(dims: readonly number[], values: readonly number[]): string {
    const data = Float32Array.from(values)
    return this.#constant('float32', dims, new Uint8Array(data.buffer))
  }

  /** One number without dimensions. */
  float(value: number): string {
    return this.floats([], [value])
  }

  integers(dims: readonly number[], values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt)
    return this.#constant('int64', dims, new Uint8Array(data.buffer))
  }

  /** A list of indices, as axes and slices take them. */
  list(...values: readonly number[]): string {
    return this.integers([values.length], values)
  }

  integer(value: number): string {
    return this.integers([], [value])
  }

  /** One operator with one output; returns the output's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
    output = this.#fresh('t'),
  ): string {
    const node = new MessageWriter()
    for (const input of inputs) node.bytes(1, input)
    node.bytes(2, output).bytes(3, this.#fresh('n')).bytes(4, operator)
    for (const [name, value] of Object.entries(attributes)) node.bytes(5, encodeAttribute(name, value))
    this.#nodes.push(node)
    return output
  }

  toFloat(input: string): string {
    return this.node('Cast', [input], { to: DATA_TYPE.float32 })
  }

  toHalf(input: string, output?: string): string {
    return this.node('Cast', [input], { to: DATA_TYPE.float16 }, output)
  }

  toInteger(input: string): string {
    return this.node('Cast', [input], { to: DATA_TYPE.int64 })
  }

  /** `input[axis, from:to]`. */
  slice(input: string, axis: number, from: number, to: number): string {
    return this.node('Slice', [input, this.list(from), this.list(to), this.list(axis)])
  }

  /** The length of one axis, without dimensions. */
  length(input: string, axis: number): string {
    return this.node('Squeeze', [this.slice(this.node('Shape', [input]), 0, axis, axis + 1)])
  }

  /** 1 where both are the same whole number, else 0. */
  equals(a: string, b: string): string {
    const distance = this.node('Abs', [this.node('Sub', [a, b])])
    return this.toFloat(this.node('Less', [distance, this.float(0.5)]))
  }

  /** The model as the bytes of an `.onnx` file. */
  finish(): Uint8Array {
    const graph = new MessageWriter()
    for (const node of this.#nodes) graph.bytes(1, node)
    graph.bytes(2, this.#name)
    for (const constant of this.#constants) graph.bytes(5, constant)
    for (const input of this.#inputs) graph.bytes(11, input)
    for (const output of this.#outputs) graph.bytes(12, output)
    const opset = new MessageWriter().bytes(1, '').integer(2, OPSET)
    return new MessageWriter()
      .integer(1, IR_VERSION)
      .bytes(2, 'vitrine-tests')
      .bytes(7, graph)
      .bytes(8, opset)
      .finish()
  }

  #constant(type: TensorType, dims: readonly number[], data: Uint8Array): string {
    const name = this.#fresh('c')
    const tensor = new MessageWriter()
    for (const dim of dims) tensor.integer(1, dim)
    this.#constants.push(tensor.integer(2, DATA_TYPE[type]).bytes(8, name).bytes(9, data))
    return name
  }

  #fresh(prefix: string): string {
    this.#count += 1
    return `${prefix}${this.#count}`
  }
}

function encodeAttribute(name: string, value: number | readonly number[]): MessageWriter {
  const attribute = new MessageWriter().bytes(1, name)
  if (typeof value === 'number') return attribute.integer(3, value).integer(20, INTEGER)
  for (const item of value) attribute.integer(8, item)
  return attribute.integer(20, INTEGERS)
}

function encodeValue(name: string, type: TensorType, dims: readonly Dimension[]): MessageWriter {
  const shape = new MessageWriter()
  for (const dim of dims) {
    const dimension = new MessageWriter()
    shape.bytes(1, typeof dim === 'number' ? dimension.integer(1, dim) : dimension.bytes(2, dim))
  }
  const tensor = new MessageWriter().integer(1, DATA_TYPE[type]).bytes(2, shape)
  return new MessageWriter().bytes(1, name).bytes(2, new MessageWriter().bytes(1, tensor))
}
