'use client'
import { useQuery } from '@tanstack/react-query'
/** The tools of one image: which is chosen, what it is given, what was asked, and what is lit of the answer. */
import type { Box, ImageDetail, TaskInput, TaskName } from '@vitrine/contracts'
import { useMemo, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import type { Highlights } from '../image-detail/use-marks.ts'
import { answerId, markOf, numberNameless, type PlaceMark } from './places.ts'
import { isSameBox } from './region-geometry.ts'
import { FIRST_TOOL, needsOf, type Tool } from './tool-list.ts'
import { unavailableReason } from './tool-words.ts'
import { type Region, useRegion } from './use-region.ts'
import { type ToolRuns, useToolRuns } from './use-tool-runs.ts'

export interface Tools extends ToolRuns {
  tool: Tool
  choose: (tool: Tool) => void
  /** What is to be looked for. */
  phrase: string
  setPhrase: (phrase: string) => void
  region: Region
  /** Why the chosen tool can't run; null when it can. */
  unavailable: string | null
  /** Whether the chosen tool has what it needs. */
  canRun: boolean
  /** Asks the chosen tool. */
  run: () => void
  /** Asks the same again. */
  repeat: (task: TaskName, input: TaskInput) => void
  /** The places of the answer that is shown. */
  marks: readonly PlaceMark[]
  highlights: Highlights
  /** The box that will be asked about, where nothing else shows it. */
  outline: Box | null
  /** Lets go of what is under way by one step: a box, a pinned mark; false when there is nothing. */
  stepBack: () => boolean
}

/** How often it is looked whether a tool that can't run has come. */
const RECHECK_MS = 10_000
const NOTHING_MATCHED: ReadonlySet<number> = new Set()

function useHighlights(): Highlights {
  const [pointedId, point] = useState<number | null>(null)
  const [pinnedId, setPinnedId] = useState<number | null>(null)
  const pin = (id: number | null) => setPinnedId(id === pinnedId ? null : id)
  return { matched: NOTHING_MATCHED, activeId: pointedId ?? pinnedId, point, pin }
}

/** What was typed; each kind of tool that takes words keeps its own. */
function usePhrase(tool: Tool, caption: string) {
  const [phrases, setPhrases] = useState<{ caption: string | null; thing: string }>({
    caption: null,
    thing: '',
  })
  if (tool.task === 'phrase-grounding')
    return {
      phrase: phrases.caption ?? caption,
      setPhrase: (text: string) => setPhrases({ ...phrases, caption: text }),
    }
  return { phrase: phrases.thing, setPhrase: (text: string) => setPhrases({ ...phrases, thing: text }) }
}

function inputOf(tool: Tool, phrase: string, { box }: Region): TaskInput | null {
  switch (needsOf(tool)) {
    case 'none':
      return {}
    case 'phrase':
      return phrase.trim() === '' ? null : { phrase: phrase.trim() }
    case 'region':
      return box === null ? null : { region: box }
  }
}

export function useTools(image: Pick<ImageDetail, 'id' | 'caption'>): Tools {
  const trpc = useTRPC()
  const [tool, setTool] = useState<Tool>(FIRST_TOOL)
  const available = useQuery(
    trpc.tools.available.queryOptions(undefined, {
      staleTime: RECHECK_MS,
      // An engine may arrive while the page is open.
      refetchInterval: ({ state }) => (unavailableReason(tool, state.data?.tasks) ? RECHECK_MS : false),
    }),
  )
  const { phrase, setPhrase } = usePhrase(tool, image.caption)
  const region = useRegion(image.id)
  const runs = useToolRuns(image.id)
  const highlights = useHighlights()
  const { shown } = runs
  const marks = useMemo(
    () =>
      shown?.outcome.state === 'done'
        ? numberNameless(shown.outcome.bodies.map((body, index) => markOf(answerId(shown.key, index), body)))
        : [],
    [shown],
  )
  const answered = shown?.outcome.state === 'done' ? shown.input.region : undefined
  const unavailable = unavailableReason(tool, available.data?.tasks)
  const input = inputOf(tool, phrase, region)
  const ask = (task: TaskName, given: TaskInput) => {
    region.finish()
    highlights.point(null)
    runs.start(task, given)
  }
  return {
    ...runs,
    tool,
    choose(next) {
      setTool(next)
      if (needsOf(next) !== 'region') region.stop()
      // A box that is there serves this tool, too, and the focus stays with the choice.
      else if (region.box === null) region.draw()
    },
    phrase,
    setPhrase,
    region,
    unavailable,
    canRun: unavailable === null && input !== null,
    run: () => {
      if (unavailable === null && input) ask(tool.task, input)
    },
    repeat: ask,
    marks,
    highlights,
    outline: region.isDrawing || isSameBox(region.box, answered) ? null : region.box,
    stepBack() {
      if (region.box && region.isDrawing) region.clear()
      else if (region.isDrawing) region.finish()
      else if (highlights.activeId !== null) highlights.pin(null)
      else return false
      return true
    },
  }
}
