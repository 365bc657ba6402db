import { describe, expect, it } from 'vitest'
import { refuseCrossSite } from './cross-site.ts'

const ask = (headers: Record<string, string>, method = 'POST') => {
  const request = new Request('http://0.0.0.0:3210/api/images', {
    method,
    headers: { host: 'nas.local:3210', ...headers },
  })
  return () => refuseCrossSite(request)
}

describe('a change is taken', () => {
  it.each<[string, Record<string, string>]>([
    ['from curl and other programs', {}],
    ['from this site', { 'sec-fetch-site': 'same-origin', origin: 'http://nas.local:3210' }],
    ['from the address bar', { 'sec-fetch-site': 'none' }],
    ['from this site over plain http', { origin: 'http://nas.local:3210' }],
    ['at the usual port, named or not', { host: 'nas.local:80', origin: 'http://nas.local' }],
    ['through a proxy with https', { host: 'nas.local', origin: 'https://nas.local' }],
    ['through a proxy that renames', { host: 'web:3210', origin: 'https://a.b', 'x-forwarded-host': 'a.b' }],
    ['through a proxy, as the browser says', { 'sec-fetch-site': 'same-origin', origin: 'https://a.b' }],
  ])('%s', (_name, headers) => {
    expect(ask(headers)).not.toThrow()
  })
})

describe('a change is refused', () => {
  it.each<[string, Record<string, string>]>([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another port of this host', { 'sec-fetch-site': 'same-site' }],
    ['from another site over plain http', { origin: 'http://evil.example' }],
    ['from another port over plain http', { origin: 'http://nas.local:8080' }],
    ['from a sandbox', { origin: 'null' }],
    ['under a name that is none', { host: 'a b', origin: 'http://nas.local:3210' }],
  ])('%s', (_name, headers) => {
    expect(ask(headers)).toThrow(expect.objectContaining({ code: 'unauthorized' }))
  })
})

it.each(['GET', 'HEAD', 'OPTIONS'])('%s changes nothing and is left alone', (method) => {
  expect(ask({ 'sec-fetch-site': 'cross-site' }, method)).not.toThrow()
})
