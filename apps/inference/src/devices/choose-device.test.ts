import type { Device, DeviceProbe } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { chooseDevice, type DeviceQuestion } from './choose-device.ts'

function probe(device: Device, state: DeviceProbe['state'], detail = `${device} ${state}.`): DeviceProbe {
  return {
    device,
    state,
    detail,
    adapter: null,
    totalMemoryBytes: null,
    freeMemoryBytes: null,
    runMs: null,
    at: 1,
  }
}

const BASE: DeviceQuestion = { wish: 'auto', platform: 'linux', probes: [], dropped: new Map() }
const WITHOUT_GPU = [probe('cuda', 'missing'), probe('webgpu', 'missing'), probe('cpu', 'works')]
const ALL = [probe('cuda', 'works'), probe('webgpu', 'works'), probe('cpu', 'works')]
const SOFTWARE = [probe('cuda', 'missing'), probe('webgpu', 'unusable'), probe('cpu', 'works')]

describe('chooseDevice', () => {
  it.each<[string, Partial<DeviceQuestion>, Device, RegExp]>([
    ['takes the fastest that works', { probes: ALL }, 'cuda', /cuda works/],
    ['takes the processor where there is no card', { probes: WITHOUT_GPU }, 'cpu', /No graphics card/],
    ['passes over software that poses as a card', { probes: SOFTWARE }, 'cpu', /No graphics card/],
    [
      'takes that software when told to',
      { wish: 'webgpu', probes: SOFTWARE },
      'webgpu',
      /asks for it.*unusable/,
    ],
    [
      'goes on to the next where a real model did not load, and says so',
      { probes: ALL, dropped: new Map([['cuda', 'It ran out of memory.']]) },
      'webgpu',
      /webgpu works\. CUDA was given up: It ran out of memory\./,
    ],
    ['needs no probe for the processor', { wish: 'cpu' }, 'cpu', /asks for the processor/],
    ['has the processor on any system', { platform: 'freebsd', probes: ALL }, 'cpu', /No graphics card/],
    [
      'takes what the system has',
      { platform: 'darwin', probes: [probe('coreml', 'works'), ...ALL] },
      'coreml',
      /coreml works/,
    ],
  ])('%s', (_name, question, device, why) => {
    const choice = chooseDevice({ ...BASE, ...question })
    expect(choice).toMatchObject({ type: 'chosen', device })
    expect(choice.why).toMatch(why)
  })

  it.each<[string, Partial<DeviceQuestion>, RegExp]>([
    ['one that is not there', { wish: 'cuda', probes: WITHOUT_GPU }, /cuda missing/],
    ['one of another system', { wish: 'dml', probes: WITHOUT_GPU }, /this system does not have/],
    [
      'one that did not load the model',
      { wish: 'cuda', probes: ALL, dropped: new Map([['cuda', 'It ran out of memory.']]) },
      /ran out of memory/,
    ],
  ])('takes nothing in the place of %s', (_name, question, why) => {
    const choice = chooseDevice({ ...BASE, ...question })
    expect(choice).toMatchObject({
      type: 'none',
      suggestion: 'Set VITRINE_DEVICE=auto to take the best that works, or one of cuda, webgpu, cpu.',
    })
    expect(choice.why).toMatch(why)
  })

  it.each<Partial<DeviceQuestion>>([{}, { wish: 'cuda' }])(
    'does not know before the probes: %o',
    (question) => {
      expect(chooseDevice({ ...BASE, ...question }).type).toBe('unknown')
    },
  )
})
