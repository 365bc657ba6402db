import type { Weights } from '@vitrine/contracts'
import { weightsExample } from '@vitrine/contracts/fixtures'
import { describe, expect, it } from 'vitest'
import { canComplete, canRemove, mainAction } from './weights-actions.ts'

describe('mainAction', () => {
  it.each<[Partial<Weights>, string]>([
    [{ state: 'absent' }, 'download'],
    [{ state: 'absent', diskBytes: 5 }, 'resume'],
    [{ state: 'downloading' }, 'cancel'],
    [{ state: 'verifying' }, 'none'],
    [{ state: 'damaged' }, 'resume'],
    [{ state: 'present', isInUse: false, place: 'downloaded' }, 'use'],
    [{ state: 'present', isInUse: true, place: 'downloaded', diskBytes: 5 }, 'remove'],
    [{ state: 'present', isInUse: true, place: 'folder' }, 'none'],
  ])('%j leads to %s', (over, action) => {
    expect(mainAction({ ...weightsExample, ...over })).toBe(action)
  })
})

describe('canRemove', () => {
  it.each<[Partial<Weights>, boolean]>([
    [{ state: 'present', place: 'downloaded' }, true],
    [{ state: 'damaged', place: 'downloaded' }, true],
    [{ state: 'absent', place: null }, true],
    [{ state: 'absent', place: null, diskBytes: 0 }, false],
    [{ state: 'present', place: 'folder' }, false],
    [{ state: 'downloading', place: 'downloaded' }, false],
  ])('%j: %s', (over, can) => {
    expect(canRemove({ ...weightsExample, diskBytes: 5, ...over })).toBe(can)
  })
})

describe('canComplete', () => {
  it('holds for downloaded weights that suit the device less than others', () => {
    const present = { ...weightsExample, state: 'present' as const, place: 'downloaded' as const }
    expect(canComplete({ ...present, problem: 'Another precision suits better.' })).toBe(true)
    expect(canComplete(present)).toBe(false)
    expect(canComplete({ ...present, state: 'damaged', problem: 'A file is missing.' })).toBe(false)
  })
})
