'use client'
import { IconButton } from '@vitrine/ui/icon-button'
import { ScrollBox } from '@vitrine/ui/scroll-box'
import { CopyIcon } from 'lucide-react'
import { CodePreview } from '../code-preview/code-preview.tsx'
import { copyText } from '../image-detail/copy-text.ts'

/** Code of an answer, as it was written, with a button that copies it. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  return (
    <figure className="my-3 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex h-9 items-center justify-between border-line border-b pr-1 pl-3 text-ink-faint text-xs">
        <span className="mr-auto">{language || 'Code'}</span>
        {/^html?$/i.test(language) && <CodePreview code={code} />}
        <IconButton
          size="sm"
          label="Copy the code"
          tooltip="left"
          onClick={() => void copyText(code, 'Code')}
        >
          <CopyIcon aria-hidden />
        </IconButton>
      </figcaption>
      <ScrollBox label={language ? `Code, ${language}` : 'Code'} className="max-h-96">
        <pre className="w-fit min-w-full p-3 font-mono text-ink text-xs leading-relaxed">
          <code>{code.replace(/\n$/, '')}</code>
        </pre>
      </ScrollBox>
    </figure>
  )
}
