import { describe, expect, it } from 'vitest'
import { chooseGgufDevice, type GgufDeviceQuestion } from './choose-gguf-device.ts'
import { type GgufVerdict, judgeBuild } from './judge-build.ts'

const card = { backend: 'x', type: 'gpu', deviceName: 'x0', maxMemorySize: 8e9 }
const processor = { ...card, type: 'cpu' }
const loaded = (...devices: (typeof card)[]) => ({ type: 'loaded' as const, devices })
const notLoaded = (message: string) => ({ type: 'not-loaded' as const, message })

describe('what is said of a build', () => {
  it.each([
    ['vulkan', loaded(processor, card), null, true, /runs on Vulkan/],
    ['vulkan', loaded(processor), null, false, /finds no graphics card/],
    ['vulkan', notLoaded('libvulkan.so.1: cannot open'), null, false, /apt install libvulkan1/],
    ['cuda', loaded(card), 'NVIDIA GeForce RTX 4070', true, /runs on CUDA/],
    ['cuda', loaded(card), 'NVIDIA L4', true, /runs on CUDA/],
    ['cuda', loaded(card), null, true, /runs on CUDA/],
    ['cuda', loaded(card), 'NVIDIA GeForce RTX 3090', false, /RTX 40 cards only \(sm_89\).*RTX 3090/],
    // Turing, in spite of its number.
    ['cuda', loaded(card), 'Quadro RTX 4000', false, /RTX 40 cards only/],
    ['cuda', loaded(card), 'NVIDIA RTX 4000 SFF Ada Generation', true, /runs on CUDA/],
    ['cuda', loaded(card), 'NVIDIA A40', false, /RTX 40 cards only/],
    ['cuda', notLoaded('libcudart.so.12: cannot open'), null, false, /libraries of CUDA 12/],
    ['cuda', notLoaded("Cannot find module '@x/y'"), null, false, /no such build/],
    ['cuda', notLoaded('something else'), null, false, /something else/],
    ['cuda', { type: 'no-library' as const, message: 'It is not installed.' }, null, false, /not installed/],
    ['cuda', { type: 'died' as const, how: 'was ended by SIGSEGV' }, null, false, /SIGSEGV/],
    ['cuda', { type: 'hung' as const, afterMs: 60_000 }, null, false, /60 s/],
  ] as const)('%s, %o, card %s: works %s', (device, outcome, nvidia, works, why) => {
    const verdict = judgeBuild(
      device,
      outcome.type === 'loaded' ? loaded(...outcome.devices) : outcome,
      nvidia,
    )
    expect(verdict.works).toBe(works)
    expect(verdict.why).toMatch(why)
  })
})

describe('where llama.cpp runs', () => {
  const verdict = (device: 'cuda' | 'vulkan', works: boolean): GgufVerdict => ({
    device,
    works,
    why: `${device} ${works ? 'works' : 'does not'}.`,
  })
  const choose = (question: Partial<GgufDeviceQuestion>) =>
    chooseGgufDevice({
      wish: 'auto',
      probes: [verdict('cuda', false), verdict('vulkan', true)],
      dropped: new Map(),
      ...question,
    })

  it('is the first card that works, with what was passed over', () => {
    expect(choose({})).toEqual({ type: 'chosen', device: 'vulkan', why: 'vulkan works. cuda does not.' })
  })

  it('is not known before the devices were tried, unless the processor is asked for', () => {
    expect(choose({ probes: null }).type).toBe('unknown')
    expect(choose({ probes: null, wish: 'cpu' })).toMatchObject({ type: 'chosen', device: 'cpu' })
  })

  it('is the processor when nothing else works, and says why', () => {
    expect(choose({ dropped: new Map([['vulkan', 'no memory']]) })).toMatchObject({
      device: 'cpu',
      why: expect.stringMatching(/cuda does not.*given up on vulkan: no memory/),
    })
  })

  it('is no processor where a card is asked for', () => {
    expect(choose({ wish: 'cuda' })).toMatchObject({ type: 'chosen', device: 'vulkan' })
    expect(choose({ wish: 'cuda', probes: [verdict('cuda', false)] })).toMatchObject({
      type: 'none',
      why: expect.stringContaining('cuda does not.'),
    })
  })
})
