/** Folds the parts of a graph that do not depend on its input; converted graphs carry reshaped weights and biases. */
import type { Constant, TfjsGraph, TfjsNode } from './tfjs-graph.ts'

/** The name of what a reference points to: `^a` and `a:0` mean `a`; other outputs keep their number. */
export function outputName(reference: string): string {
  return reference.replace(/^\^/, '').replace(/:0$/, '')
}

/** A lookup of constants by reference; undefined for what depends on the input. */
export function createConstantFolder(graph: TfjsGraph): (reference: string) => Constant | undefined {
  const known = new Map<string, Constant | undefined>(graph.weights)
  const find = (reference: string): Constant | undefined => {
    const name = outputName(reference)
    if (known.has(name)) return known.get(name)
    const node = graph.nodes.get(name)
    const value = node && fold(node, find)
    known.set(name, value)
    return value
  }
  return find
}

function fold(node: TfjsNode, find: (reference: string) => Constant | undefined): Constant | undefined {
  switch (node.operator) {
    case 'Identity':
      return find(node.input(0))
    case 'Reshape': {
      const value = find(node.input(0))
      const dims = find(node.input(1))
      return value && dims && { ...value, dims: Array.from(dims.data) }
    }
    case 'Transpose': {
      const value = find(node.input(0))
      const order = find(node.input(1))
      return value && order && transposeConstant(value, Array.from(order.data))
    }
    case 'Add':
    case 'AddV2': {
      const a = find(node.input(0))
      const b = find(node.input(1))
      if (!a || !b || a.data.length !== b.data.length) return undefined
      return { ...a, data: a.data.map((value, i) => value + (b.data[i] ?? 0)) }
    }
    case 'SparseToDense':
      return spread(node, find)
    default:
      return undefined
  }
}

/** A vector of a default with some places set. */
function spread(node: TfjsNode, find: (reference: string) => Constant | undefined): Constant | undefined {
  const [places, dims, values, fallback] = [0, 1, 2, 3].map((i) => find(node.input(i)))
  if (!places || !dims || !values || !fallback) return undefined
  if (dims.data.length !== 1) throw new Error(`${node.name}: only vectors are spread.`)
  const length = dims.data[0] ?? 0
  const data = fallback.type === 'int32' ? new Int32Array(length) : new Float32Array(length)
  data.fill(fallback.data[0] ?? 0)
  places.data.forEach((place, i) => {
    data[place] = values.data[Math.min(i, values.data.length - 1)] ?? 0
  })
  return { type: fallback.type, dims: [length], data }
}

/** Rearranges axes: axis `i` of the result is axis `order[i]` of the value. */
export function transposeConstant({ type, dims, data }: Constant, order: readonly number[]): Constant {
  const turned = order.map((axis) => dims[axis] ?? 1)
  const strides = order.map((axis) => dims.slice(axis + 1).reduce((product, size) => product * size, 1))
  const result = data.slice()
  const place = turned.map(() => 0)
  for (let to = 0; to < result.length; to++) {
    result[to] = data[place.reduce((sum, index, i) => sum + index * (strides[i] ?? 0), 0)] ?? 0
    for (let axis = turned.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1
      place[axis] = next < (turned[axis] ?? 1) ? next : 0
      if (next < (turned[axis] ?? 1)) break
    }
  }
  return { type, dims: turned, data: result }
}
