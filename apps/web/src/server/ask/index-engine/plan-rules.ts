/** What questions about the library say in the language of the search box: tables. Pure. */

/** Words of a question by what they stand for in a search; each is taken once. */
export const WORD_RULES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:with|has|have|that have|containing)? ?(?:a )?tables? in (?:it|them)\b/u, 'has:table'],
  [/\b(?:with|has|have) tables\b/u, 'has:table'],
  [/\b(?:without|with no|no) (?:any )?text\b/u, '-has:text'],
  [/\b(?:with|has|have|contain(?:s|ing)?) (?:some |any )?text\b/u, 'has:text'],
  [/\b(?:without|with no) (?:any )?(?:objects|things)\b/u, '-has:objects'],
  [/\b(?:without|with no) (?:any )?tags\b|\buntagged\b/u, '-has:tags'],
  [/\bwithout (?:a )?captions?\b/u, '-has:caption'],
  [/\bwith (?:my )?notes\b/u, 'has:notes'],
  [/\b(?:could not be read|that failed|failed)\b/u, 'is:failed'],
  [/\b(?:in the trash|deleted|trashed)\b/u, 'is:trashed'],
  [/\b(?:edited by (?:me|hand)|i edited|edited)\b/u, 'is:edited'],
  [/\b(?:png|jpe?g|webp|gif|tiff|heic|svg|pdf) ?(?:files?|images?|pictures?|pages?)?\b/u, 'type:'],
  [/\bpdfs\b/u, 'type:pdf'],
  [/\bvideos?\b/u, 'type:video'],
  // Order is for the hits, not for what is found.
  [/\b(?:newest|latest|most recent|oldest)\b/u, ''],
]

/** Words that ask, and words for pictures themselves: they find nothing. */
export const NOISE: ReadonlySet<string> = new Set(
  `a about across all alone altogether am an and any anything are as at average be been being bill bills biggest both can cheapest
  colour colours color colors compare contain contained containing contains cost costs could count dearest did differ different do
  does duplicate duplicates each every everything exactly expensive fewest find for from gallery get give had has have having highest how i image images
  in include includes including is it its just largest least let library like list look looking lowest many me mean mention mentions
  more most much my no not of on one ones only or our over paid pay per photo photograph photographs photos picture pictures please
  read say says search see seen show showing shown shows smallest so some something spend spent sum tell text than that the their
  them there these they thing things this those to together total totals under up us want was we were what what's when where which
  who whose why will with within without words worth would write written you your amount amounts collection dollar dollars euro
  euros pounds eur usd gbp chf by if on add`.split(/\s+/u),
)
