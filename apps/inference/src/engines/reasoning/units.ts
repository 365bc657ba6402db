/** What stands before or behind a number: currencies and units, by the way they are printed. Pure. */

/** ISO 4217 code: the signs it is printed with. `$` and `¥` are several currencies'; they count for the commonest. */
const CURRENCY_SIGNS: Readonly<Record<string, readonly string[]>> = {
  EUR: ['€', 'euro', 'euros'],
  USD: ['$', 'us$', 'us $'],
  GBP: ['£'],
  JPY: ['¥', '円'],
  CNY: ['rmb', '元'],
  CHF: ['fr.', 'sfr', 'sfr.'],
  INR: ['₹', 'rs', 'rs.'],
  KRW: ['₩'],
  RUB: ['₽', 'руб', 'руб.'],
  TRY: ['₺', 'tl'],
  UAH: ['₴'],
  ILS: ['₪'],
  VND: ['₫'],
  THB: ['฿'],
  PHP: ['₱'],
  PLN: ['zł'],
  CZK: ['kč'],
  HUF: ['ft'],
  BRL: ['r$'],
  AUD: ['a$', 'au$'],
  CAD: ['c$', 'ca$'],
  NZD: ['nz$'],
  HKD: ['hk$'],
  SGD: ['s$'],
}

/** Currencies that are mostly printed by their code. */
const CODES = [
  'SEK',
  'NOK',
  'DKK',
  'ISK',
  'RON',
  'BGN',
  'MXN',
  'ZAR',
  'TWD',
  'MYR',
  'IDR',
  'AED',
  'SAR',
  'EGP',
]

const UNITS = [
  ...[
    '%',
    '‰',
    '°',
    '°C',
    '°F',
    'K',
    'kg',
    'g',
    'mg',
    't',
    'lb',
    'lbs',
    'oz',
    'l',
    'L',
    'ml',
    'mL',
    'cl',
    'dl',
  ],
  ...[
    'mm',
    'cm',
    'm',
    'km',
    'in',
    'mi',
    'yd',
    'm²',
    'm2',
    'km²',
    'm³',
    'm3',
    'ha',
    's',
    'min',
    'h',
    'd',
    'days',
  ],
  ...[
    'W',
    'kW',
    'Wh',
    'kWh',
    'MWh',
    'V',
    'A',
    'mA',
    'mAh',
    'Hz',
    'kHz',
    'MHz',
    'GHz',
    'Pa',
    'bar',
    'psi',
    'km/h',
  ],
  ...[
    'B',
    'KB',
    'kB',
    'MB',
    'GB',
    'TB',
    'kcal',
    'kJ',
    'px',
    'pt',
    'pcs',
    'pc',
    'Stk',
    'St',
    'x',
    'kr',
    'kr.',
  ],
]

const BY_SIGN = new Map<string, string>([
  ...Object.entries(CURRENCY_SIGNS).flatMap(([code, signs]) => [
    [code.toLowerCase(), code] as const,
    ...signs.map((sign) => [sign, code] as const),
  ]),
  ...CODES.map((code) => [code.toLowerCase(), code] as const),
])
const KNOWN_UNITS = new Set(UNITS)

/** The ISO 4217 code of a currency's sign or code; null for anything else. */
export function currencyOf(text: string): string | null {
  return BY_SIGN.get(text.trim().toLowerCase()) ?? null
}

/** A currency's code, or a unit as it is printed; null for anything else. */
export function unitOf(text: string): string | null {
  const trimmed = text.trim()
  if (KNOWN_UNITS.has(trimmed)) return trimmed
  return currencyOf(trimmed)
}
