/** Convolutions: weights rearranged from TensorFlow's order to ONNX's, bias and activation unfused. */
import { transposeConstant } from './constants.ts'
import type { GraphBuilder } from './convert.ts'
import type { OnnxAttribute } from './onnx-file.ts'
import type { TfjsNode } from './tfjs-graph.ts'

/** Writes the convolution with what is fused to it, under the node's name. */
export function emitConvolution(graph: GraphBuilder, node: TfjsNode, kind: 'full' | 'depthwise'): void {
  const filter = graph.requireConstant(node.input(1))
  const [height = 1, width = 1, inChannels = 1, multiplier = 1] = filter.dims
  // Full: height, width, in, out -> out, in, height, width. Depthwise: height, width, in, copies -> in * copies, 1, …
  const turned = transposeConstant(filter, kind === 'full' ? [3, 2, 0, 1] : [2, 3, 0, 1])
  const weights = kind === 'full' ? turned : { ...turned, dims: [inChannels * multiplier, 1, height, width] }
  const weightName = graph.store(`${node.name}/weights`, weights)
  const input = graph.add('Transpose', [graph.resolve(node.input(0))], { perm: [0, 3, 1, 2] })
  const fused = node.texts('fused_ops')
  const bias = fused.includes('BiasAdd') ? [graph.resolve(node.input(2))] : []
  let output = graph.add('Conv', [input, weightName, ...bias], {
    ...readPlacement(node),
    kernel_shape: [height, width],
    group: kind === 'full' ? 1 : inChannels,
  })
  for (const operation of fused) if (operation !== 'BiasAdd') output = addActivation(graph, operation, output)
  graph.add('Transpose', [output], { perm: [0, 2, 3, 1] }, node.name)
}

function readPlacement(node: TfjsNode): Record<string, OnnxAttribute> {
  const [, strideY = 1, strideX = 1] = node.numbers('strides') ?? []
  const [, dilationY = 1, dilationX = 1] = node.numbers('dilations') ?? []
  const padding = node.text('padding') ?? 'VALID'
  const placement = { strides: [strideY, strideX], dilations: [dilationY, dilationX] }
  if (padding === 'SAME') return { ...placement, auto_pad: 'SAME_UPPER' }
  if (padding === 'VALID') return { ...placement, pads: [0, 0, 0, 0] }
  throw new Error(`${node.name}: the padding ${padding} has no translation.`)
}

function addActivation(graph: GraphBuilder, operation: string, input: string): string {
  switch (operation) {
    case 'Relu':
      return graph.add('Relu', [input])
    case 'Relu6':
      return graph.add('Clip', [input, graph.scalar(0), graph.scalar(6)])
    default:
      throw new Error(`The fused operation ${operation} has no translation.`)
  }
}
