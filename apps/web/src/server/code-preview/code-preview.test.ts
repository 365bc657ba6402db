import { describe, expect, it } from 'vitest'
import { classesOf, MAX_CODE_CHARS, previewCode, withoutAddresses } from './code-preview.ts'

describe('classesOf', () => {
  it('finds each class once, in HTML and in JSX', () => {
    expect(classesOf(`<p class="p-4  text-sm"><b className='p-4 md:flex'></b></p>`)).toEqual([
      'p-4',
      'text-sm',
      'md:flex',
    ])
  })

  it('finds those that are written without quotes', () => {
    expect(classesOf('<p class=p-4><b CLASS=flex>')).toEqual(['p-4', 'flex'])
  })
})

describe('withoutAddresses', () => {
  it.each([
    ['a link', '<a href="https://example.com">', '<a data-href="https://example.com">'],
    ['one written unlike others', "<A\nHREF\n=\n'x'>", "<A\ndata-href\n=\n'x'>"],
    ['a link in a drawing', '<a xlink:href="x">', '<a xlink:data-href="x">'],
    ['a hint to connect', '<link rel=preconnect href=//x>', '<link rel=preconnect data-href=//x>'],
    ['another base', '<base href="//x">', '<base data-href="//x">'],
    [
      'a refresh',
      '<meta http-equiv="refresh" content="0;//x">',
      '<meta data-http-equiv="refresh" content="0;//x">',
    ],
    ['a frame', '<iframe src="//x" srcdoc="">', '<iframe data-src="//x" srcdoc="">'],
    ['no picture that is in the page', '<img SRC="data:image/gif;,">', '<img SRC="data:image/gif;,">'],
    ['no place in the page', '<use href="#icon"/><a href=#top>', '<use href="#icon"/><a href=#top>'],
    ['nothing of a text', '<p>An href is an address.</p>', '<p>An href is an address.</p>'],
  ])('takes the meaning from %s', (_name, html, harmless) => {
    expect(withoutAddresses(html)).toBe(harmless)
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
    [
      'a picture before the head',
      '<img src="https://example.com/x"><html><head></head><body>Hi</body></html>',
    ],
    ['a head in a comment', '<!-- <head> --><p>Hi</p>'],
    ['a header', '<header class="p-4">Hi</header>'],
    ['a head that is closed early', '</head></html><p>Hi</p>'],
  ])('of %s begins with its policy', async (_name, html) => {
    const page = await previewCode(html)
    expect(page).toMatch(
      /^<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none';/,
    )
    expect(page.endsWith(`</style>${withoutAddresses(html)}`)).toBe(true)
  })

  it('cannot be left by a class that closes its style element', async () => {
    const page = await previewCode(`<p class="content-['</style><script>alert(1)</script>']">Hi</p>`)
    const [styles = '', rest = ''] = page.split(/<\/style>(?=<p class)/)
    expect(styles).toContain('content')
    expect(styles).not.toMatch(/<\/style/i)
    expect(rest).toContain('Hi')
  })

  it('that has a style sheet of its own is not reset by another', async () => {
    const page = await previewCode(
      '<style>.card { margin: 1em }</style><h1>Hi</h1><p class="card flex">x</p>',
    )
    expect(page).not.toContain('@layer base')
    expect(page).not.toContain('display: flex')
  })

  it('that has a few styles beside its classes is styled by both', async () => {
    const page = await previewCode('<style>body { color: red }</style><p class="p-4 flex text-sm">x</p>')
    expect(page).toContain('display: flex')
  })

  it('refuses what is too long', async () => {
    await expect(previewCode('x'.repeat(MAX_CODE_CHARS + 1))).rejects.toMatchObject({ code: 'too-large' })
  })
})
