import { cleanup, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { CodePreview, PreviewPictureProvider } from './code-preview.tsx'
import { WriteAsCode } from './write-as-code.tsx'

afterEach(cleanup)

const open = () => userEvent.click(screen.getByRole('button', { name: 'Preview' }))

describe('CodePreview', () => {
  it('shows the page in a frame that has no rights, beside its picture', async () => {
    const asked: unknown[] = []
    renderWithApi(
      <PreviewPictureProvider picture={{ id: 7, version: 2, fileName: 'login.png' }}>
        <CodePreview code="<p>Hi</p>" />
      </PreviewPictureProvider>,
      {
        answers: {
          'code.preview': (input) => {
            asked.push(input)
            return '<!doctype html><p>Hi</p>'
          },
        },
      },
    )
    await open()
    const frame = await screen.findByTitle('The page as the code draws it')
    expect(frame.getAttribute('sandbox')).toBe('')
    expect(frame.getAttribute('srcdoc')).toBe('<!doctype html><p>Hi</p>')
    expect(asked).toEqual([{ html: '<p>Hi</p>' }])
    expect(screen.getByAltText('The picture: login.png').getAttribute('src')).toContain(
      '/api/images/7/preview',
    )
  })

  it('says why there is no preview', async () => {
    renderWithApi(<CodePreview code="x" />, {
      answers: {
        'code.preview': () => {
          throw new AppError('too-large', 'This code is too long to be shown.')
        },
      },
    })
    await open()
    expect((await screen.findByRole('alert')).textContent).toContain('too long')
  })
})

describe('WriteAsCode', () => {
  it('asks for the page in a conversation about the picture and goes there', async () => {
    const asked: unknown[] = []
    const { visits } = renderWithApi(<WriteAsCode image={{ id: 7 }} />, {
      answers: {
        'ask.send': (input) => {
          asked.push(input)
          return { conversationId: 12 }
        },
      },
    })
    await userEvent.click(screen.getByRole('button', { name: 'Write as code' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'HTML with Tailwind' }))
    expect(asked).toEqual([
      expect.objectContaining({
        question: expect.stringContaining('Tailwind'),
        pictures: [{ imageId: 7, region: null }],
      }),
    ])
    expect(visits).toEqual(['/ask/12'])
  })
})
