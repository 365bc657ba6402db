import { describe, expect, it } from 'vitest'
import { Lights, type Lit } from './lights.tsx'

const lit = (label: string): Lit => ({ label, places: [{ imageId: 7, box: null, polygons: [], label }] })

describe('lights', () => {
  it('show what is pointed at, and what is pinned once that ends', () => {
    const lights = new Lights()
    const dog = lit('dog')
    lights.pin(dog)
    lights.point(lit('cup'))
    expect([lights.shown()?.label, lights.pinned()?.label]).toEqual(['cup', 'dog'])
    lights.point(null)
    expect(lights.shown()).toBe(dog)
  })

  it('let go of what is pinned a second time', () => {
    const lights = new Lights()
    const dog = lit('dog')
    lights.pin(dog)
    lights.pin({ ...dog })
    expect(lights.shown()).toBeNull()
  })

  it('tell each who listens, until they leave', () => {
    const lights = new Lights()
    let told = 0
    const leave = lights.subscribe(() => {
      told += 1
    })
    lights.point(lit('dog'))
    leave()
    lights.point(null)
    expect(told).toBe(1)
  })
})
