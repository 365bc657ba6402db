/** How each TensorFlow operation of the two detectors is said in ONNX. */

import type { GraphBuilder } from './convert.ts'
import { emitConvolution } from './convolution.ts'
import type { TfjsNode } from './tfjs-graph.ts'

/** Writes one node's translation under its own name; throws for an operation that has none. */
export function emitOperator(graph: GraphBuilder, node: TfjsNode): void {
  const inputs = () => node.inputs.map((reference) => graph.resolve(reference))
  const same = (operator: string, attributes = {}) => graph.add(operator, inputs(), attributes, node.name)
  switch (node.operator) {
    case 'Placeholder':
      graph.inputs.push({ name: node.name, dims: node.shape() })
      return
    case 'Identity':
      graph.alias(node.name, graph.resolve(node.input(0)))
      return
    case 'Conv2D':
    case '_FusedConv2D':
      emitConvolution(graph, node, 'full')
      return
    case 'DepthwiseConv2dNative':
    case 'FusedDepthwiseConv2dNative':
      emitConvolution(graph, node, 'depthwise')
      return
    case 'Add':
    case 'AddV2':
      same('Add')
      return
    case 'Mul':
    case 'Sub':
    case 'Relu':
    case 'Sigmoid':
      same(node.operator)
      return
    case 'Relu6':
      graph.add('Clip', [...inputs(), graph.scalar(0), graph.scalar(6)], {}, node.name)
      return
    case 'LeakyRelu':
      same('LeakyRelu', { alpha: { float: node.number('alpha') ?? 0.2 } })
      return
    default:
      emitShaping(graph, node)
  }
}

function emitShaping(graph: GraphBuilder, node: TfjsNode): void {
  const first = () => graph.resolve(node.input(0))
  const numbers = (index: number) => Array.from(graph.requireConstant(node.input(index)).data)
  switch (node.operator) {
    case 'Mean':
      graph.add(
        'ReduceMean',
        [first()],
        { axes: numbers(1), keepdims: node.flag('keep_dims') ? 1 : 0 },
        node.name,
      )
      return
    case 'Reshape':
      graph.add('Reshape', [first(), graph.integers(numbers(1))], {}, node.name)
      return
    case 'Transpose':
      graph.add('Transpose', [first()], { perm: numbers(1) }, node.name)
      return
    case 'ConcatV2': {
      const parts = node.inputs.slice(0, -1).map((reference) => graph.resolve(reference))
      graph.add('Concat', parts, { axis: numbers(-1)[0] ?? 0 }, node.name)
      return
    }
    case 'SplitV':
      emitSplit(graph, node, numbers(1), numbers(2)[0] ?? 0)
      return
    case 'Pad':
      emitPad(graph, node, numbers(1), 0)
      return
    case 'PadV2':
      // TensorFlow pads before a maximum with -infinity, which the runtime's optimiser mistreats.
      emitPad(graph, node, numbers(1), Math.max(-3.4e38, numbers(2)[0] ?? 0))
      return
    case 'MaxPool':
      emitMaxPool(graph, node)
      return
    case 'ResizeBilinear':
      emitResize(graph, node, numbers(1))
      return
    default:
      throw new Error(`${node.name}: the operation ${node.operator} has no translation.`)
  }
}

function emitSplit(graph: GraphBuilder, node: TfjsNode, sizes: readonly number[], axis: number): void {
  const outputs = sizes.map((_, i) => (i === 0 ? node.name : `${node.name}:${i}`))
  for (const output of outputs) graph.alias(output, output)
  const inputs = [graph.resolve(node.input(0)), graph.integers(sizes)]
  graph.nodes.push({ operator: 'Split', inputs, outputs, attributes: { axis } })
}

/** TensorFlow lists before and after for each axis; ONNX all befores, then all afters. */
function emitPad(graph: GraphBuilder, node: TfjsNode, pairs: readonly number[], value: number): void {
  const before = pairs.filter((_, i) => i % 2 === 0)
  const after = pairs.filter((_, i) => i % 2 === 1)
  const inputs = [graph.resolve(node.input(0)), graph.integers([...before, ...after]), graph.scalar(value)]
  graph.add('Pad', inputs, { mode: 'constant' }, node.name)
}

function emitMaxPool(graph: GraphBuilder, node: TfjsNode): void {
  const [, kernelHeight = 1, kernelWidth = 1] = node.numbers('ksize') ?? []
  const [, strideY = 1, strideX = 1] = node.numbers('strides') ?? []
  const attributes = { kernel_shape: [kernelHeight, kernelWidth], strides: [strideY, strideX] }
  const padding = node.text('padding') === 'SAME' ? { auto_pad: 'SAME_UPPER' } : {}
  const input = graph.add('Transpose', [graph.resolve(node.input(0))], { perm: [0, 3, 1, 2] })
  const pooled = graph.add('MaxPool', [input], { ...attributes, ...padding })
  graph.add('Transpose', [pooled], { perm: [0, 2, 3, 1] }, node.name)
}

function emitResize(graph: GraphBuilder, node: TfjsNode, size: readonly number[]): void {
  const input = graph.add('Transpose', [graph.resolve(node.input(0))], { perm: [0, 3, 1, 2] })
  const shape = graph.add('Shape', [input])
  const kept = graph.add('Slice', [shape, graph.integers([0]), graph.integers([2])])
  const target = graph.add('Concat', [kept, graph.integers(size)], { axis: 0 })
  const corners = node.flag('half_pixel_centers') ? 'half_pixel' : 'asymmetric'
  const mode = node.flag('align_corners') ? 'align_corners' : corners
  const resized = graph.add('Resize', [input, '', '', target], {
    mode: 'linear',
    coordinate_transformation_mode: mode,
  })
  graph.add('Transpose', [resized], { perm: [0, 2, 3, 1] }, node.name)
}
