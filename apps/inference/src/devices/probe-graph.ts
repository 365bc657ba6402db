/**
 * The model a device is tried with: a convolution and a chain of matrix products, the two kinds of work that vision
 * models are made of, and enough of it that a real GPU is done long before a processor.
 */
import { encodeOnnxModel, type OnnxNode } from '../engines/builtin/conversion/onnx-file.ts'

const CHANNELS = 64

/** `products`: matrix products in the chain; 0.1 and 4.4 billion multiplications and additions in all. */
const SHAPES = {
  small: { side: 32, width: 512, products: 2 },
  large: { side: 64, width: 1024, products: 16 },
} as const
export type ProbeSize = keyof typeof SHAPES

/** The model as the bytes of an `.onnx` file: 1.2 or 4.3 MB. */
export function writeProbeModel(size: ProbeSize): Uint8Array {
  const { side, width, products } = SHAPES[size]
  const rows = (CHANNELS * side * side) / width
  const chain = Array.from({ length: products }, (_none, index): OnnxNode => {
    return { operator: 'MatMul', inputs: [`rows${index}`, 'weight'], outputs: [`rows${index + 1}`] }
  })
  return encodeOnnxModel({
    name: 'probe',
    description: 'Tries a device; it is made by Vitrine and knows nothing.',
    inputs: [{ name: 'input', dims: [1, CHANNELS, side, side] }],
    outputs: [`rows${products}`],
    nodes: [
      {
        operator: 'Conv',
        inputs: ['input', 'kernel'],
        outputs: ['features'],
        attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
      },
      { operator: 'Reshape', inputs: ['features', 'shape'], outputs: ['rows0'] },
      ...chain,
    ],
    initializers: [
      {
        name: 'kernel',
        type: 'float32',
        dims: [CHANNELS, CHANNELS, 3, 3],
        data: noise(CHANNELS * CHANNELS * 9, CHANNELS * 9),
      },
      { name: 'shape', type: 'int64', dims: [2], data: BigInt64Array.of(BigInt(rows), BigInt(width)) },
      { name: 'weight', type: 'float32', dims: [width, width], data: noise(width * width, width) },
    ],
  })
}

/** What the model's one input, `input`, is fed. */
export function makeProbeInput(size: ProbeSize): { data: Float32Array; dims: number[] } {
  const { side } = SHAPES[size]
  return { data: noise(CHANNELS * side * side, 1), dims: [1, CHANNELS, side, side] }
}

/**
 * The same numbers on every machine, evenly spread around 0 with variance 1 / `terms`: sums over that many terms
 * then keep the size of what goes in, however long the chain.
 */
function noise(length: number, terms: number): Float32Array {
  const reach = Math.sqrt(3 / terms)
  const values = new Float32Array(length)
  // A linear congruential generator with the constants of Numerical Recipes (Press et al., 3rd edition, section 7.1).
  let state = 1
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    values[index] = (state / 2 ** 31 - 1) * reach
  }
  return values
}
