/** What is told of a set of weights, from what lies in the folders: pure. */
import type { DtypeMap } from '@vitrine/contracts'
import type { InstalledWeights } from '../host/protocol.ts'
import { chooseDtypes } from './dtypes.ts'
import {
  completeDtypes,
  estimateBytes,
  graphFile,
  isDataOf,
  neededFiles,
  type WeightsManifest,
} from './manifest.ts'
import type { WeightsOnDisk } from './model-store.ts'
import type { WeightsRecord } from './record.ts'
import { localRevision } from './revision.ts'
import { availableDtypes } from './scan.ts'
import type { Holdings, Placed } from './shelf.ts'

export interface Picked {
  weights: InstalledWeights
  place: Placed['place']
  /** Whether every graph is there in the precision that is wanted. */
  isAsWanted: boolean
}

/** The weights that can be loaded: those as wanted before others, downloaded ones before those of the folder. */
export function pick(manifest: WeightsManifest, wanted: DtypeMap, { placed }: Holdings): Picked | null {
  const usable = placed.flatMap((one) => pickFrom(manifest, wanted, one) ?? [])
  return usable.find(({ isAsWanted }) => isAsWanted) ?? usable[0] ?? null
}

function pickFrom(manifest: WeightsManifest, wanted: DtypeMap, { place, content }: Placed): Picked | null {
  if (content.unverified.length > 0) return null
  if (!Object.keys(manifest.common).every((file) => content.files.has(file))) return null
  const complete = completeDtypes(manifest, wanted)
  const dtypes = chooseDtypes(complete, availableDtypes(manifest, content))
  if (!dtypes) return null
  const { key, repository, licence } = manifest
  const chosen = filesOfChoice(manifest, dtypes, content.files)
  const revision = content.commit ?? localRevision(content.configHash, chosen)
  const weights = { key, repository, revision, dir: content.dir, dtypes, sizeBytes: sum(chosen), licence }
  const isAsWanted = Object.entries(complete).every(([graph, dtype]) => dtypes[graph] === dtype)
  return { weights, place, isAsWanted }
}

/** The files that are loaded: those needed, and the tensors beside them. */
function filesOfChoice(
  manifest: WeightsManifest,
  dtypes: DtypeMap,
  files: ReadonlyMap<string, number>,
): Map<string, number> {
  const needed = neededFiles(manifest, dtypes)
  const graphs = Object.entries(dtypes).flatMap(([graph, dtype]) => graphFile(manifest, graph, dtype) ?? [])
  const isChosen = (file: string) =>
    needed.has(file) || file in manifest.optional || graphs.some((graph) => isDataOf(file, graph))
  return new Map([...files].filter(([file]) => isChosen(file)))
}

const sum = (files: ReadonlyMap<string, number>) =>
  [...files.values()].reduce((total, bytes) => total + bytes, 0)

/** A download under way, as it is told. */
export interface Activity {
  /** What it fetches; null until the hub has told. */
  plan: WeightsRecord | null
  progress: NonNullable<WeightsOnDisk['progress']>
}

export interface Told {
  wanted: DtypeMap
  holdings: Holdings
  activity: Activity | null
  /** Of the last download, if it failed. */
  problem: string | null
}

export function describe(
  manifest: WeightsManifest,
  { wanted, holdings, activity, problem }: Told,
): WeightsOnDisk {
  const { key, engine, title, repository, licence, parameters } = manifest
  const picked = pick(manifest, wanted, holdings)
  const shown = holdings.placed.find(({ place }) => place === picked?.place) ?? holdings.placed[0]
  const plan = activity?.plan ?? holdings.incoming?.plan
  const size = downloadSize(manifest, wanted, [...holdings.placed.map(({ content }) => content.record), plan])
  const state = activity ? 'downloading' : stateOf(picked, holdings)
  const incomingBytes = activity?.progress.receivedBytes ?? holdings.incoming?.bytes ?? 0
  return {
    key,
    engine,
    title,
    repository,
    licence,
    parameters,
    stages: [...manifest.stages],
    tasks: [...manifest.tasks],
    revision: picked?.weights.revision ?? shown?.content.commit ?? plan?.revision ?? null,
    dtypes: completeDtypes(manifest, wanted),
    downloadBytes: size.bytes,
    isExactSize: size.isExact,
    diskBytes: incomingBytes + (shown ? sum(shown.content.files) : 0),
    state,
    place: shown?.place ?? null,
    progress: activity?.progress ?? null,
    problem: activity ? null : (problem ?? complaint(manifest, { state, picked, wanted, shown })),
  }
}

function stateOf(picked: Picked | null, { placed }: Holdings): WeightsOnDisk['state'] {
  if (picked) return 'present'
  if (placed.some(({ content }) => content.unverified.length > 0)) return 'verifying'
  return placed.length > 0 ? 'damaged' : 'absent'
}

/** As the hub has told, where it has; else as the manifest reckons. */
function downloadSize(
  manifest: WeightsManifest,
  wanted: DtypeMap,
  records: readonly (WeightsRecord | null | undefined)[],
): { bytes: number; isExact: boolean } {
  const told = new Map(
    records.flatMap((record) => record?.files.map((file) => [file.path, file.sizeBytes] as const) ?? []),
  )
  const needed = neededFiles(manifest, wanted)
  if ([...needed.keys()].every((file) => told.has(file)))
    return { bytes: sum(filesOfChoice(manifest, completeDtypes(manifest, wanted), told)), isExact: true }
  return estimateBytes(manifest, wanted)
}

function complaint(
  manifest: WeightsManifest,
  seen: { state: WeightsOnDisk['state']; picked: Picked | null; wanted: DtypeMap; shown: Placed | undefined },
): string | null {
  const { state, picked, wanted, shown } = seen
  if (state === 'damaged' && shown) {
    const remedy =
      shown.place === 'downloaded' ? 'Download again to repair it.' : 'Copy these files there again.'
    return `In ${shown.content.dir}, ${faultsOf(manifest, wanted, shown).join(', ')}. ${remedy}`
  }
  if (picked && !picked.isAsWanted && picked.place === 'downloaded')
    return 'These files are of another precision than suits this device best. Download again to fetch the rest.'
  return null
}

/** What is wrong with the files that are needed: `config.json is missing`. */
function faultsOf(manifest: WeightsManifest, wanted: DtypeMap, { content }: Placed): string[] {
  const needed = [...neededFiles(manifest, wanted).keys()]
  const faults = needed.flatMap((file) => {
    if (content.files.has(file)) return []
    return `${file} ${content.faults.get(file) ?? 'is missing'}`
  })
  return faults.length > 0 ? faults : [...content.faults].map(([file, fault]) => `${file} ${fault}`)
}
