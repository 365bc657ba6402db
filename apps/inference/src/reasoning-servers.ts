/** Which servers do deep readings, from the settings. */
import type { ReasoningServers } from './engines/openai/settings.ts'
import type { Env } from './env.ts'

/** How servers are reached, whoever names them. */
export function readServerProxy(
  env: Env,
): Pick<ReasoningServers, 'httpProxy' | 'httpsProxy' | 'noProxy' | 'keepAlive'> {
  return {
    keepAlive: env.VITRINE_REASONING_KEEP_ALIVE,
    httpProxy: env.HTTP_PROXY,
    httpsProxy: env.HTTPS_PROXY,
    noProxy: env.NO_PROXY,
  }
}

/** Null where none is named. */
export function readServers(env: Env): ReasoningServers | null {
  const { VITRINE_REASONING_URLS: urls } = env
  if (!urls || urls.length === 0) return null
  return {
    urls,
    model: env.VITRINE_REASONING_MODEL,
    apiKey: env.VITRINE_REASONING_API_KEY,
    ...readServerProxy(env),
  }
}
