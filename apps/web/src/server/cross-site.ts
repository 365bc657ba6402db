/** Who may change something here: this site's own pages, and programs; never a page of another site. */
import { AppError } from '@vitrine/contracts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site's page makes a visitor's browser send: a form or a simple request needs no CORS for that.
 * Browsers say where a request comes from by `Sec-Fetch-Site`, or over plain http by `Origin` alone. Programs such
 * as curl send neither, and pass.
 * @throws AppError `unauthorized`
 */
export function refuseCrossSite(request: Request): void {
  if (SAFE_METHODS.has(request.method) || isFromHere(request)) return
  throw new AppError('unauthorized', 'Pages of other sites may not use this gallery.')
}

function isFromHere({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null) return true
  // A proxy may speak to us under another name; no page can set the header in which it passes the first one on.
  const hosts = [headers.get('host') ?? new URL(url).host, headers.get('x-forwarded-host')]
  return hosts.some((host) => host !== null && isSameHost(origin, host))
}

/** Whatever the scheme: behind a proxy ours is not the one that the browser sees. `null` is nobody's origin. */
function isSameHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: expected } = new URL(origin)
  const address = `${protocol}//${host}`
  return URL.canParse(address) && new URL(address).host === expected
}
