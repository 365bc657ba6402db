import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { States } from './states.ts'

let root: string
let dir: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'vitrine-states-'))
  dir = path.join(root, 'states')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** As the library does after an answer. */
function write(states: States, conversation: string, bytes: number): string {
  const file = states.pathsOf(conversation).save_state_path
  writeFileSync(file, Buffer.alloc(bytes))
  states.note(conversation, { prompt: '', pictures: 0, tokens: 0 })
  return file
}

describe('states of conversations', () => {
  it('are read back once they were written, and not before', () => {
    const states = new States({ dir, mostBytes: 100 })
    expect(states.pathsOf('a').load_state_path).toBeUndefined()
    const file = write(states, 'a', 10)
    expect(states.pathsOf('a')).toEqual({ load_state_path: file, save_state_path: file })
    expect(states.pathsOf('b').load_state_path).toBeUndefined()
  })

  it('have names of their own, whatever a conversation is called', () => {
    const states = new States({ dir, mostBytes: 100 })
    const files = ['../a', 'a/b', 'a'].map((name) => states.pathsOf(name).save_state_path)
    expect(new Set(files).size).toBe(3)
    expect(files.map((file) => path.dirname(file))).toEqual([dir, dir, dir])
  })

  it('make room, the longest unused first, with what lies beside them', () => {
    const states = new States({ dir, mostBytes: 100 })
    const [a, b] = [write(states, 'a', 40), write(states, 'b', 40)]
    writeFileSync(`${b}.meta`, '')
    states.pathsOf('a')
    const c = write(states, 'c', 40)
    expect([a, b, `${b}.meta`, c].map((file) => existsSync(file))).toEqual([true, false, false, true])
    expect(states.pathsOf('b').load_state_path).toBeUndefined()
  })

  it('are not kept when one alone is too large', () => {
    const states = new States({ dir, mostBytes: 100 })
    const file = write(states, 'a', 101)
    expect(existsSync(file)).toBe(false)
  })

  it('of an earlier process are gone, and nothing is left behind', () => {
    write(new States({ dir, mostBytes: 100 }), 'a', 10)
    const states = new States({ dir, mostBytes: 100 })
    expect(readdirSync(dir)).toEqual([])
    expect(statSync(dir).mode & 0o077).toBe(0)
    states.dispose()
    expect(existsSync(dir)).toBe(false)
  })
})
