import { InferenceSession } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { runSession } from '../session.ts'
import { convertToOnnx } from './convert.ts'
import { parseTfjsGraph } from './tfjs-graph.ts'

interface TestWeight {
  name: string
  shape: number[]
  values: number[]
  dtype?: 'float32' | 'int32'
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const text = (value: string) => ({ s: base64(value) })
const integers = (...values: number[]) => ({ list: { i: values.map(String) } })

/** A TensorFlow.js model with one input `x` of the given shape, in memory. */
function makeGraph(inputShape: number[], nodes: object[], weights: TestWeight[]) {
  const buffers = weights.map(({ values, dtype }) =>
    Buffer.from((dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values)).buffer),
  )
  const placeholder = {
    name: 'x',
    op: 'Placeholder',
    attr: { shape: { shape: { dim: inputShape.map((size) => ({ size: String(size) })) } } },
  }
  const json = {
    generatedBy: 'a test',
    modelTopology: { node: [placeholder, ...nodes] },
    weightsManifest: [
      {
        paths: ['w'],
        weights: weights.map(({ name, shape, dtype = 'float32' }) => ({ name, shape, dtype })),
      },
    ],
  }
  return parseTfjsGraph(json, () => Buffer.concat(buffers))
}

async function run(
  graph: ReturnType<typeof makeGraph>,
  node: string,
  data: number[],
  dims: number[],
  pooled = false,
) {
  const session = await InferenceSession.create(convertToOnnx(graph, 'test', [{ node, name: 'y', pooled }]))
  const outputs = await runSession(session, { data: Float32Array.from(data), dims })
  await session.release()
  return outputs.get('y')
}

const ramp = (count: number) => Array.from({ length: count }, (_, i) => ((i * 7) % 11) - 5)

/** A channels-last convolution by its definition, padded the way TensorFlow's SAME does. */
function convolve(
  input: number[],
  [height, width, channels]: readonly [number, number, number],
  filter: number[],
  { kernel, out, stride, depthwise }: { kernel: number; out: number; stride: number; depthwise: boolean },
): number[] {
  const outHeight = Math.ceil(height / stride)
  const outWidth = Math.ceil(width / stride)
  const padding = (size: number, outSize: number) =>
    Math.floor(Math.max(0, (outSize - 1) * stride + kernel - size) / 2)
  const result: number[] = []
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++)
      for (let o = 0; o < out; o++) {
        let sum = 0
        for (let ky = 0; ky < kernel; ky++)
          for (let kx = 0; kx < kernel; kx++)
            for (let c = 0; c < channels; c++) {
              if (depthwise && c !== o) continue
              const iy = y * stride + ky - padding(height, outHeight)
              const ix = x * stride + kx - padding(width, outWidth)
              if (iy < 0 || ix < 0 || iy >= height || ix >= width) continue
              const weight = depthwise
                ? filter[(ky * kernel + kx) * channels + c]
                : filter[((ky * kernel + kx) * channels + c) * out + o]
              sum += (input[(iy * width + ix) * channels + c] ?? 0) * (weight ?? 0)
            }
        result.push(sum)
      }
  return result
}

function expectClose(actual: Float32Array | undefined, expected: number[]): void {
  expect(actual?.length).toBe(expected.length)
  expected.forEach((value, i) => {
    expect(actual?.[i], `value ${i}`).toBeCloseTo(value, 3)
  })
}

describe('convertToOnnx', () => {
  it.each([1, 2])('keeps what a convolution of stride %i with bias and Relu6 computes', async (stride) => {
    const input = ramp(5 * 4 * 2)
    const filter = ramp(3 * 3 * 2 * 3).map((value) => value / 8)
    const graph = makeGraph(
      [1, 5, 4, 2],
      [
        {
          name: 'conv',
          op: '_FusedConv2D',
          input: ['x', 'filter', 'bias'],
          attr: {
            padding: text('SAME'),
            strides: integers(1, stride, stride, 1),
            fused_ops: { list: { s: [base64('BiasAdd'), base64('Relu6')] } },
          },
        },
      ],
      [
        { name: 'filter', shape: [3, 3, 2, 3], values: filter },
        { name: 'bias', shape: [3], values: [0.5, -1, 2] },
      ],
    )
    const plain = convolve(input, [5, 4, 2], filter, { kernel: 3, out: 3, stride, depthwise: false })
    const expected = plain.map((value, i) => Math.min(6, Math.max(0, value + ([0.5, -1, 2][i % 3] ?? 0))))
    const output = await run(graph, 'conv', input, [1, 5, 4, 2])
    expectClose(output?.data, expected)
    expect(output?.dims).toEqual([1, Math.ceil(5 / stride), Math.ceil(4 / stride), 3])
  })

  it('keeps what a depthwise convolution computes', async () => {
    const input = ramp(4 * 4 * 3)
    const filter = ramp(3 * 3 * 3)
    const graph = makeGraph(
      [1, 4, 4, 3],
      [
        {
          name: 'depthwise',
          op: 'DepthwiseConv2dNative',
          input: ['x', 'filter'],
          attr: { padding: text('SAME'), strides: integers(1, 1, 1, 1) },
        },
      ],
      [{ name: 'filter', shape: [3, 3, 3, 1], values: filter }],
    )
    const output = await run(graph, 'depthwise', input, [1, 4, 4, 3])
    expectClose(
      output?.data,
      convolve(input, [4, 4, 3], filter, { kernel: 3, out: 3, stride: 1, depthwise: true }),
    )
  })

  it('folds transposed weights and pads, splits, joins and transposes in order', async () => {
    const graph = makeGraph(
      [1, 2, 2, 2],
      [
        { name: 'padded', op: 'Pad', input: ['x', 'paddings'] },
        { name: 'parts', op: 'SplitV', input: ['padded', 'sizes', 'axis'] },
        { name: 'swapped', op: 'ConcatV2', input: ['parts:1', 'parts', 'axis'] },
        { name: 'turned', op: 'Transpose', input: ['swapped', 'order'] },
      ],
      [
        { name: 'paddings', shape: [4, 2], values: [0, 0, 1, 0, 0, 0, 0, 0], dtype: 'int32' },
        { name: 'sizes', shape: [2], values: [1, 1], dtype: 'int32' },
        { name: 'axis', shape: [], values: [3], dtype: 'int32' },
        { name: 'order', shape: [4], values: [0, 3, 1, 2], dtype: 'int32' },
      ],
    )
    const output = await run(graph, 'turned', [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2])
    expect(output?.dims).toEqual([1, 2, 3, 2])
    expectClose(output?.data, [0, 0, 2, 4, 6, 8, 0, 0, 1, 3, 5, 7])
  })

  it('averages over places where an output is pooled', async () => {
    const graph = makeGraph([1, 2, 2, 2], [{ name: 'same', op: 'Identity', input: ['x'] }], [])
    const output = await run(graph, 'same', [1, 10, 2, 20, 3, 30, 4, 40], [1, 2, 2, 2], true)
    expectClose(output?.data, [2.5, 25])
  })

  it('stores large weights in half precision and computes with them', async () => {
    const values = Array.from({ length: 80 }, (_, i) => i / 7)
    const graph = makeGraph(
      [1, 80],
      [{ name: 'sum', op: 'AddV2', input: ['x', 'w'] }],
      [{ name: 'w', shape: [1, 80], values }],
    )
    const output = await run(graph, 'sum', new Array(80).fill(0), [1, 80])
    values.forEach((value, i) => {
      expect(Math.abs((output?.data[i] ?? 0) - value)).toBeLessThan(0.006)
    })
  })

  it('says which operation it cannot translate', () => {
    const graph = makeGraph([1], [{ name: 'odd', op: 'Einsum', input: ['x'] }], [])
    expect(() => convertToOnnx(graph, 'test', [{ node: 'odd', name: 'y' }])).toThrow('Einsum')
  })
})
