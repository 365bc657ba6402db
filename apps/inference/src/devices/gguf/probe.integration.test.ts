/** The probe's own process, with what this machine has. */
import { describe, expect, it } from 'vitest'
import { findGgufProbeEntry } from '../../host/entry.ts'
import { probeGguf } from './probe-gguf.ts'

describe("the try of llama.cpp's devices", () => {
  it('gives a sentence for each, whether the library is here or not', async () => {
    const probes = await probeGguf({
      platform: 'linux',
      nvidia: null,
      entry: findGgufProbeEntry(),
      timeoutMs: 60_000,
      signal: new AbortController().signal,
    })
    expect(probes.map(({ device }) => device)).toEqual(['cuda', 'vulkan'])
    for (const { why } of probes) expect(why).toMatch(/^(llama\.cpp|CUDA|Vulkan) .+\.$/)
  }, 90_000)
})
