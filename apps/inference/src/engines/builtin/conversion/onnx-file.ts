/** Writes ONNX models: the messages of onnx.proto3 that a converted graph needs. */
import { MessageWriter } from '../../../onnx/protobuf.ts'

/** onnx.proto3's TensorProto.DataType. */
const DATA_TYPE = { float32: 1, int64: 7, float16: 10 } as const
export type OnnxDataType = keyof typeof DATA_TYPE

/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, integer: 2, text: 3, integers: 7 } as const

const IR_VERSION = 7
const OPSET = 13

/** A node's attribute; whole numbers need `{ float }` to be written as floats. */
export type OnnxAttribute = number | string | readonly number[] | { float: number }

export interface OnnxNode {
  operator: string
  inputs: readonly string[]
  outputs: readonly string[]
  attributes?: Readonly<Record<string, OnnxAttribute>>
}

export interface OnnxTensor {
  name: string
  type: OnnxDataType
  dims: readonly number[]
  data: ArrayBufferView
}

export interface OnnxModel {
  name: string
  /** Where it came from; stays in the file. */
  description: string
  nodes: readonly OnnxNode[]
  initializers: readonly OnnxTensor[]
  inputs: readonly { name: string; dims: readonly number[] }[]
  outputs: readonly string[]
}

/** The model as the bytes of an `.onnx` file. */
export function encodeOnnxModel(model: OnnxModel): Uint8Array {
  const graph = new MessageWriter()
  for (const node of model.nodes) graph.bytes(1, encodeNode(node))
  graph.bytes(2, model.name)
  for (const tensor of model.initializers) graph.bytes(5, encodeTensor(tensor))
  for (const { name, dims } of model.inputs) graph.bytes(11, encodeValue(name, dims))
  for (const name of model.outputs) graph.bytes(12, encodeValue(name))
  const opset = new MessageWriter().bytes(1, '').integer(2, OPSET)
  return new MessageWriter()
    .integer(1, IR_VERSION)
    .bytes(2, 'vitrine')
    .bytes(6, model.description)
    .bytes(7, graph)
    .bytes(8, opset)
    .finish()
}

function encodeNode({ operator, inputs, outputs, attributes = {} }: OnnxNode): MessageWriter {
  const node = new MessageWriter()
  for (const input of inputs) node.bytes(1, input)
  for (const output of outputs) node.bytes(2, output)
  node.bytes(4, operator)
  for (const [name, value] of Object.entries(attributes)) node.bytes(5, encodeAttribute(name, value))
  return node
}

function encodeAttribute(name: string, value: OnnxAttribute): MessageWriter {
  const attribute = new MessageWriter().bytes(1, name)
  if (typeof value === 'string') return attribute.bytes(4, value).integer(20, ATTRIBUTE_TYPE.text)
  if (typeof value === 'number') return attribute.integer(3, value).integer(20, ATTRIBUTE_TYPE.integer)
  if ('float' in value) return attribute.float(2, value.float).integer(20, ATTRIBUTE_TYPE.float)
  for (const item of value) attribute.integer(8, item)
  return attribute.integer(20, ATTRIBUTE_TYPE.integers)
}

function encodeTensor({ name, type, dims, data }: OnnxTensor): MessageWriter {
  const tensor = new MessageWriter()
  for (const dim of dims) tensor.integer(1, dim)
  return tensor
    .integer(2, DATA_TYPE[type])
    .bytes(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

/** Outputs leave their shape open: the runtime infers it. */
function encodeValue(name: string, dims?: readonly number[]): MessageWriter {
  const tensorType = new MessageWriter().integer(1, DATA_TYPE.float32)
  if (dims) {
    const shape = new MessageWriter()
    for (const dim of dims) shape.bytes(1, new MessageWriter().integer(1, dim))
    tensorType.bytes(2, shape)
  }
  return new MessageWriter().bytes(1, name).bytes(2, new MessageWriter().bytes(1, tensorType))
}
