/** Tools without a sidecar, for tests: they answer with the golden example and keep what was asked. */
import { TaskResponse } from '@vitrine/contracts'
import { taskResponseExample } from '@vitrine/contracts/fixtures'
import type { ImageBytes, TaskRequest } from '../inference/sidecar.ts'
import type { Tools } from '../tools/tools.ts'

export interface ToolsDouble extends Tools {
  asked: { of: number | ImageBytes; request: TaskRequest; signal: AbortSignal }[]
  /** What to answer with, instead of the example. */
  answer: () => Promise<TaskResponse>
}

export function createToolsDouble(): ToolsDouble {
  const double: ToolsDouble = {
    asked: [],
    answer: async () => TaskResponse.parse(taskResponseExample),
    available: () => ['caption', 'open-vocabulary-detection'],
    runOnStored: (of, request, signal) => {
      double.asked.push({ of, request, signal })
      return double.answer()
    },
    runOnBytes: (of, request, signal) => {
      double.asked.push({ of, request, signal })
      return double.answer()
    },
  }
  return double
}
