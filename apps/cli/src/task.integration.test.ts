import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { boundingBox, TaskResponse, type TaskResult } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeAnswer } from './task.ts'
import { TASK_ANSWER } from './testing/examples.ts'
import { type Gallery, startGallery } from './testing/gallery.ts'
import { runCommand } from './testing/run-command.ts'

let gallery: Gallery
let folder: string
let photo: string
beforeEach(async () => {
  gallery = await startGallery()
  folder = mkdtempSync(path.join(tmpdir(), 'vitrine-task-'))
  photo = path.join(folder, 'mug.jpg')
  writeFileSync(photo, 'pixels')
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await gallery.close()
})

const run = (...args: string[]) => runCommand(gallery.url, ['task', ...args])

describe('task', () => {
  it('prints a table of what was found and where, without letting labels reach the terminal raw', async () => {
    const { code, out, err } = await run('find', photo, '--phrase', 'the red mug')
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      'X      Y      WIDTH  HEIGHT  SCORE  WHAT',
      '0.100  0.200  0.300  0.400   88 %   the red mug',
      '0.000  0.000  1.000  1.000          evil [31m',
    ])
    expect(err).toBe('One outline was cut short.')
  })

  it('prints the whole answer as JSON, by the full name, too', async () => {
    const { out } = await run('open-vocabulary-detection', photo, '--phrase', 'mug', '--json')
    expect(TaskResponse.parse(JSON.parse(out))).toMatchObject({ task: 'open-vocabulary-detection' })
  })

  it('sends the region beside the picture', async () => {
    const { code, out } = await run('read-region', photo, '--region', '0.1,0.2,0.3,0.4')
    expect([code, out]).toEqual([0, 'mug.jpg at 0.1,0.2,0.3,0.4'])
  })

  it.each<[string, (file: string) => string[], RegExp]>([
    ['a task nobody knows', (file) => ['juggle', file], /no task called "juggle"/],
    ['no phrase where one is needed', (file) => ['segment', file], /needs --phrase/],
    ['no region where one is needed', (file) => ['name-region', file], /needs --region/],
    ['a region in pixels', (file) => ['read-region', file, '--region', '1,2,3,4'], /each from 0 to 1/],
    ['a file that is not there', () => ['od', '/no/such.jpg'], /There is no file at/],
  ])('takes %s for a mistake, and sends nothing', async (_name, args, message) => {
    const { code, out, err } = await run(...args(photo))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
    expect(gallery.requests).toEqual([])
  })

  it('lists the tasks in its help', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    for (const part of ['od ', 'segment ', 'referring-expression-segmentation (--phrase)', 'Exit codes:'])
      expect(out).toContain(part)
  })
})

describe('answers for people', () => {
  const triangle: [number, number][] = [
    [0.1, 0.2],
    [0.4, 0.2],
    [0.4, 0.6],
  ]
  it.each<[string, TaskResult, string]>([
    ['a text', { type: 'text', text: 'A mug.' }, 'A mug.'],
    ['nothing', { type: 'text', text: '' }, 'Nothing was found.'],
    ['no regions', { type: 'regions', regions: [] }, 'Nothing was found.'],
    ['a region', { type: 'regions', regions: [boundingBox(triangle)] }, '0.100  0.200  0.300  0.400'],
    [
      'an outline',
      { type: 'polygons', instances: [{ label: 'mug', polygons: [triangle] }] },
      'mug (outline of 3 points)',
    ],
    [
      'a kind',
      { type: 'kind', kind: { kind: 'receipt', score: 0.9, evidence: ['1 price'] } },
      'receipt (90 %)\n  1 price',
    ],
  ])('say %s', (_name, result, expected) => {
    const answer = TaskResponse.parse({ ...TASK_ANSWER, task: 'caption', result })
    expect(describeAnswer(answer, 100)).toContain(expected)
  })
})
