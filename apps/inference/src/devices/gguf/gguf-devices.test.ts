import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { GgufDevices, type GgufDevicesOptions } from './gguf-devices.ts'

const make = (options: Pick<GgufDevicesOptions, 'probe'> & Partial<GgufDevicesOptions>) =>
  new GgufDevices({ wish: 'auto', logger: pino({ level: 'silent' }), ...options })
const works = () => Promise.resolve([{ device: 'vulkan' as const, works: true, why: 'It works.' }])

describe("llama.cpp's devices", () => {
  it('are told of when they were tried', async () => {
    const devices = make({ probe: works })
    const told: string[] = []
    devices.onChange(() => told.push(devices.target))
    expect(devices.choice.type).toBe('unknown')
    await devices.probe()
    expect(told).toEqual(['vulkan'])
  })

  it('give a card up that cannot load the model, until they are tried anew', async () => {
    const devices = make({ probe: works })
    await devices.probe()
    devices.drop('vulkan', 'no memory')
    expect(devices.choice).toMatchObject({ device: 'cpu', why: expect.stringContaining('no memory') })
    await devices.probe()
    expect(devices.target).toBe('vulkan')
  })

  it('are the processor when trying them fails', async () => {
    const devices = make({ probe: () => Promise.reject(new Error('no such folder')) })
    await devices.probe()
    expect(devices.choice).toMatchObject({ type: 'chosen', device: 'cpu' })
  })

  it('are not tried where the processor is asked for', async () => {
    let tries = 0
    const probe = () => {
      tries += 1
      return works()
    }
    const devices = make({ wish: 'cpu', probe })
    await devices.probe()
    expect([tries, devices.target]).toEqual([0, 'cpu'])
  })
})
