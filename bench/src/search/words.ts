/** The words that made-up records are made of. */
import { createRandom } from './random.ts'

const split = (words: string) => words.trim().split(/\s+/)

export const ADJECTIVES = split(
  `small large young red white black blue old green brown yellow wooden colorful tall bright empty busy quiet
   modern rustic sunny snowy rainy dark gray orange purple striped dirty clean broken shiny narrow wide crowded
   ancient fresh frozen golden silver foggy dusty rusty elegant plain curly fluffy`,
)
export const SUBJECTS = split(
  `man woman person dog cat car child bird horse truck bus bicycle boat train motorcycle cow sheep boy girl
   couple group crowd bear elephant airplane skateboarder surfer player cyclist chef farmer fisherman tourist
   musician dancer runner worker nurse teacher pilot puppy kitten duck goose swan zebra giraffe`,
)
export const VERBS = split(
  `standing sitting walking riding holding looking lying playing running eating parked driving waiting sleeping
   jumping flying swimming drinking reading cooking smiling talking working resting hiding climbing crossing
   carrying watching painting pushing pulling throwing catching`,
)
export const PLACES = split(
  `street table field beach kitchen room park road water grass bench window building couch bed snow river
   mountain forest garden bridge market station harbor desk shelf fence sidewalk lake sunset city bathroom
   restaurant office library museum church stadium airport playground farm desert island canyon waterfall
   lighthouse vineyard castle courtyard greenhouse warehouse workshop pier marina tunnel`,
)
export const LABELS = [
  ...split('person chair car book bottle cup dog cat bird truck bicycle bowl umbrella backpack handbag boat'),
  'dining table',
  ...split('bench horse cow bus train motorcycle sheep clock laptop tv bed couch'),
  'potted plant',
  ...split(
    'knife fork spoon banana apple orange pizza cake donut sandwich vase scissors keyboard mouse remote',
  ),
  'traffic light',
  'cell phone',
  'sports ball',
  ...split('kite surfboard skateboard snowboard skis frisbee sink toilet oven refrigerator suitcase tie'),
  'teddy bear',
  'stop sign',
  'fire hydrant',
  'parking meter',
  ...split('elephant bear zebra giraffe airplane broccoli carrot toaster toothbrush'),
]
const PRINTED = split(
  `total the and of tax date invoice cash amount thank you please no open sale price number subtotal for to qty
   item card change store street road receipt order customer address phone page name city visa balance due
   account payment service table server guest discount delivery shipping unit description net gross bank code
   exit warning danger caution stop parking private entrance welcome menu coffee water bread milk cheese beef
   chicken salad soup juice beer wine organic fresh sugar salt flour butter sweet ticket seat gate flight
   departure arrival platform train adult child valid signature approved contract agreement report summary
   chapter section table figure appendix laboratory patient hospital pharmacy insurance passport licence`,
)
const SYLLABLES = split(
  `ba be bi bo bra bre ca ce chi co cra da de di do dra el en er fa fe fi flo fra ga ge gi gra ha he hi ho in ka
   ke ki kra la le li lo ma me mi mo na ne ni no or pa pe pi po pra ra re ri ro sa se shi so sta ta te ti to tra
   un va ve vi vo wa we wi za ze zo`,
)
const MADE_UP = 60_000

/** Names, places and misread words: long words are rare, as they are on paper. */
function madeUpWords(): string[] {
  const random = createRandom(7)
  const words = new Set<string>()
  while (words.size < MADE_UP) {
    const syllables = 2 + random.below(3)
    words.add(Array.from({ length: syllables }, () => random.pick(SYLLABLES, 'la')).join(''))
  }
  return [...words]
}

/** What is printed on things, common words first. */
export const PRINTED_WORDS: readonly string[] = [...PRINTED, ...madeUpWords()]
export const TAGS = split(
  'holiday family work receipts garden travel food project archive favourite winter summer',
)
