import { Settings } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { draftOf, parseDraft } from './settings-card.tsx'

const settings = Settings.parse({
  triage: { minScore: 0.35 },
  perception: { tasks: ['caption', 'more-detailed-caption'], tiledOcr: 'never' },
})

describe('parseDraft', () => {
  it('gives back what a draft was made of', () => {
    expect(parseDraft(draftOf(settings))).toEqual({ settings, errors: null })
  })

  it.each([
    [{ maxObjects: '-1' }, 'maxObjects'],
    [{ maxObjects: '1.5' }, 'maxObjects'],
    [{ maxTextLength: '' }, 'maxTextLength'],
    [{ minScore: '101' }, 'minScore'],
    [{ trashDays: '0' }, 'trashDays'],
    [{ trashDays: 'ten' }, 'trashDays'],
    [{ perception: { tasks: [], tiledOcr: 'auto' as const } }, 'tasks'],
  ])('refuses %j', (over, field) => {
    const parsed = parseDraft({ ...draftOf(settings), ...over })
    expect(Object.keys(parsed.errors ?? {})).toEqual([field])
  })
})
