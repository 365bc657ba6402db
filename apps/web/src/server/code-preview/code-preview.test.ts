import { describe, expect, it } from 'vitest'
import { classesOf, MAX_CODE_CHARS, previewCode } from './code-preview.ts'

describe('classesOf', () => {
  it('finds each class once, in HTML and in JSX', () => {
    expect(classesOf(`<p class="p-4  text-sm"><b className='p-4 md:flex'></b></p>`)).toEqual([
      'p-4',
      'text-sm',
      'md:flex',
    ])
  })
})

describe('a preview', () => {
  it('holds the rules of the classes that are used, and no others', async () => {
    const page = await previewCode('<div class="bg-red-500 md:grid-cols-[1fr_2fr]">Hi</div>')
    expect(page).toContain('.bg-red-500')
    expect(page).toContain('grid-template-columns: 1fr 2fr')
    expect(page).not.toContain('.bg-blue-500')
    expect(page).toContain('<div class="bg-red-500')
  })

  it.each([
    ['a fragment', '<p>Hi</p>'],
    ['a document', '<!doctype html><html lang="en"><head><title>x</title></head><body>Hi</body></html>'],
    ['a document without a head', '<html><body>Hi</body></html>'],
  ])('of %s has its policy before anything it could load', async (_name, html) => {
    const page = await previewCode(`${html}<script src="https://example.com/x.js"></script>`)
    expect(page).toContain(`default-src 'none'`)
    expect(page.indexOf('content-security-policy')).toBeLessThan(page.indexOf('Hi'))
  })

  it('cannot be left by a class that closes its style element', async () => {
    const page = await previewCode(`<p class="content-['</style><script>alert(1)</script>']">Hi</p>`)
    const [, afterStyles = ''] = page.split('</head>')
    expect(page.split('<body>')[0]).not.toMatch(/<\/style><script>/)
    expect(afterStyles).toContain('Hi')
  })

  it('refuses what is too long', async () => {
    await expect(previewCode('x'.repeat(MAX_CODE_CHARS + 1))).rejects.toMatchObject({ code: 'too-large' })
  })
})
