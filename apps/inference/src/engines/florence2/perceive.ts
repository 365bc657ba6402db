/** Stage 1: what Florence-2 sees in a batch of pictures, all tasks of all of them decoded together. */
import type { PerceptionTask, TaskProvenance, TaskResult, TextRegion } from '@vitrine/contracts'
import { examinePixels } from '../../facts/colours.ts'
import { decideKind } from '../../facts/kind.ts'
import { countRows } from '../../facts/rows.ts'
import { RULES_MODEL } from '../../facts/rules-model.ts'
import { gatherTextFacts } from '../../facts/text-facts.ts'
import type { DecodedImage } from '../../image/image.ts'
import type { PerceptionInput, PerceptionOutput } from '../engine.ts'
import type { ParsedAnswer } from './answer/parse-answer.ts'
import { type AskOptions, ask, type FlorenceRequest } from './ask.ts'
import { type FlorenceContext, lookAt } from './context.ts'
import { toEmbedding } from './embedding.ts'
import { readTiles } from './tiling/read-tiles.ts'
import type { ImageFeatures } from './vision.ts'

type Answers = Partial<Record<PerceptionTask, ParsedAnswer>>

/** Answers in the order of the pictures. */
export async function perceivePictures(
  context: FlorenceContext,
  pictures: readonly PerceptionInput[],
  options: AskOptions,
): Promise<PerceptionOutput[]> {
  const images = pictures.map(({ image }) => image)
  const { results: features } = await lookAt(context, images, options.signal)
  const questions = pictures.flatMap(({ settings }, at) => {
    const seen = features[at]
    const tasks = new Set(settings.tasks)
    return seen ? [...tasks].map((task) => ({ at, task, request: toRequest(seen, task) })) : []
  })
  const answers = await ask(
    context.ask,
    questions.map(({ request }) => request),
    options,
  )
  const outputs: PerceptionOutput[] = []
  for (const [at, picture] of pictures.entries()) {
    const own: Answers = {}
    for (const [index, question] of questions.entries()) {
      const answer = answers[index]
      if (question.at === at && answer) own[question.task] = answer
    }
    const seen = features[at]
    if (!seen) throw new Error('A picture was left unseen.')
    outputs.push(await compose(context, picture, { answers: own, features: seen }, options))
  }
  return outputs
}

const toRequest = (features: ImageFeatures, task: PerceptionTask): FlorenceRequest => ({
  features,
  task,
  input: {},
})

async function compose(
  context: FlorenceContext,
  { image, settings }: PerceptionInput,
  { answers, features }: { answers: Answers; features: ImageFeatures },
  options: AskOptions,
): Promise<PerceptionOutput> {
  const read = regionsOf(answers['ocr-with-region']?.result)
  const tiled =
    answers['ocr-with-region'] && (await lookCloser(context, image, read, settings.tiledOcr, options))
  const textRegions = tiled ?? read
  const detections = [
    ...detectionsOf(answers['object-detection']?.result),
    ...detectionsOf(answers['dense-region-caption']?.result),
  ]
  const detailed = textOf(answers['more-detailed-caption']) || textOf(answers['detailed-caption'])
  const caption = textOf(answers.caption) || firstSentence(detailed)
  const pixels = await examinePixels(image)
  const rows = countRows(textRegions)
  const text = gatherTextFacts(textRegions, rows)
  return {
    captionKind: 'model',
    caption,
    detailedCaption: detailed || caption,
    detections,
    textRegions,
    kind: decideKind({
      size: image.size,
      pixels,
      text,
      objects: detections.length,
      caption: `${caption} ${detailed}`,
    }),
    colours: pixels.colours,
    embedding: toEmbedding(features, context.weightsKey),
    provenance: provenanceOf(context, settings.tasks),
    warnings: [...image.warnings, ...new Set(Object.values(answers).flatMap(({ warnings }) => warnings))],
  }
}

async function lookCloser(
  context: FlorenceContext,
  image: DecodedImage,
  textRegions: readonly TextRegion[],
  wish: PerceptionInput['settings']['tiledOcr'],
  options: AskOptions,
): Promise<TextRegion[] | null> {
  return readTiles(image, textRegions, wish, {
    modelSide: context.pixels.width,
    async readText(crops) {
      const { results } = await lookAt(context, crops, options.signal)
      const requests = results.map((features) => toRequest(features, 'ocr-with-region'))
      const answers = await ask(context.ask, requests, options)
      return answers.map(({ result }) => regionsOf(result))
    },
  })
}

function provenanceOf({ model }: FlorenceContext, tasks: readonly PerceptionTask[]): TaskProvenance[] {
  return [
    ...tasks.map((task) => ({ task, model })),
    { task: 'image-embedding' as const, model },
    { task: 'image-classification' as const, model: RULES_MODEL },
  ]
}

const textOf = (answer: ParsedAnswer | undefined) =>
  answer?.result.type === 'text' ? answer.result.text : ''
const detectionsOf = (result: TaskResult | undefined) =>
  result?.type === 'detections' ? result.detections : []
const regionsOf = (result: TaskResult | undefined) =>
  result?.type === 'text-regions' ? result.textRegions : []
const firstSentence = (text: string) => /^.*?[.!?](?=\s|$)/su.exec(text)?.[0] ?? text
