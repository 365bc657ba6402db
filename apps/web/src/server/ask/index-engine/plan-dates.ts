/** Dates in a question as terms of the search box. Pure, UTC as the search has it. */
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
)
const NUMBERS: Readonly<Record<string, string>> = { two: '2', three: '3', four: '4', five: '5', six: '6' }
const UNITS: Readonly<Record<string, string>> = { day: 'd', week: 'w', month: 'm', year: 'y' }

type DateRule = readonly [RegExp, (groups: readonly string[], now: Date) => string | null]

const two = (value: number) => String(value).padStart(2, '0')
const monthBack = (now: Date, back: number) => {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))
  return `${month.getUTCFullYear()}-${two(month.getUTCMonth() + 1)}`
}
const HOWS: Readonly<Record<string, string>> = {
  since: 'from',
  before: 'before',
  after: 'after',
  until: 'to',
}
const termOf = (how: string, date: string) => `${HOWS[how] ?? 'date'}:${date}`
const HOW = '(?:(in|from|of|on|since|before|after|until)\\s)?'
const MONTH = `(${MONTHS.join('|')})`

/** The month of this name that was last: in March, April is the April of the year before. */
function lastSuch(month: number, now: Date): number {
  return now.getUTCMonth() + 1 >= month ? now.getUTCFullYear() : now.getUTCFullYear() - 1
}

/** In the order in which they are tried; each is taken once. */
export const DATE_RULES: readonly DateRule[] = [
  [/\btoday\b/u, () => 'date:today'],
  [/\byesterday\b/u, () => 'date:yesterday'],
  [
    /\b(?:in |from |of |over )?(?:the )?(?:last|past) (\d{1,3}|two|three|four|five|six) (day|week|month|year)s\b/u,
    ([, count = '', unit = '']) => `from:${NUMBERS[count] ?? count}${UNITS[unit] ?? 'd'}`,
  ],
  [/\b(?:from |of |in )?(?:the )?(?:this|last|past) week\b/u, () => 'from:7d'],
  [/\b(?:from |of |in )?this month\b/u, (_groups, now) => `date:${monthBack(now, 0)}`],
  [/\b(?:from |of |in )?(?:the )?(?:last|past) month\b/u, (_groups, now) => `date:${monthBack(now, 1)}`],
  [/\b(?:from |of |in )?this year\b/u, (_groups, now) => `date:${now.getUTCFullYear()}`],
  [
    /\b(?:from |of |in )?(?:the )?(?:last|past) year\b/u,
    (_groups, now) => `date:${now.getUTCFullYear() - 1}`,
  ],
  [
    /\b(?:between|from) (\d{4}(?:-\d{2}){0,2}) (?:and|to|until) (\d{4}(?:-\d{2}){0,2})\b/u,
    ([, first = '', last = '']) => `from:${first} to:${last}`,
  ],
  [
    new RegExp(`\\b${HOW}(\\d{4}-\\d{2}(?:-\\d{2})?)\\b`, 'u'),
    ([, how = '', date = '']) => termOf(how, date),
  ],
  [
    new RegExp(`\\b${HOW}(\\d{1,2})\\.?(?:st|nd|rd|th)? ${MONTH},? (\\d{4})\\b`, 'u'),
    ([, how = '', day = '', month = '', year = '']) =>
      termOf(how, `${year}-${two(MONTHS.indexOf(month) + 1)}-${two(Number(day))}`),
  ],
  [
    new RegExp(`\\b${HOW}${MONTH},? (\\d{4})\\b`, 'u'),
    ([, how = '', month = '', year = '']) => termOf(how, `${year}-${two(MONTHS.indexOf(month) + 1)}`),
  ],
  [
    new RegExp(`\\b(in|from|of|since|before|after|until) ${MONTH}\\b`, 'u'),
    ([, how = '', name = ''], now) => {
      const month = MONTHS.indexOf(name) + 1
      return termOf(how, `${lastSuch(month, now)}-${two(month)}`)
    },
  ],
  [
    /\b(in|from|of|since|before|after|until) ((?:19|20)\d{2})\b/u,
    ([, how = '', year = '']) => termOf(how, year),
  ],
]

export const isMonthName = (word: string): boolean => MONTHS.includes(word)
