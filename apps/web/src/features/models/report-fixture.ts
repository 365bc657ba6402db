/** Reports for tests: the golden one, with what the test is about put over it. */
import { ModelsReport, type Weights } from '@vitrine/contracts'
import { modelsReportExample } from '@vitrine/contracts/fixtures'

export function makeModelsReport(over: Partial<ModelsReport> = {}): ModelsReport {
  return ModelsReport.parse({ ...modelsReportExample, ...over })
}

/** The report with something changed about its first weights, those of Florence-2 base. */
export function withBase(over: Partial<Weights>, rest: Partial<ModelsReport> = {}): ModelsReport {
  const report = makeModelsReport(rest)
  const weights = report.weights.map((one, index) => (index === 0 ? { ...one, ...over } : one))
  return { ...report, weights }
}

/** Florence-2 base is here and reads. */
export function withFlorence(): ModelsReport {
  const report = withBase({
    state: 'present',
    place: 'downloaded',
    revision: '4a12cd0b',
    diskBytes: 1_100_000_000,
    isExactSize: true,
  })
  const [builtin] = report.models
  if (!builtin) throw new Error('The golden report has a model.')
  const florence = { ...builtin, engine: 'florence2' as const }
  return { ...report, models: [builtin, florence] }
}
