import type { ReactNode } from 'react'
import { ConnectionNotice } from '../live/connection-notice.tsx'
import { PipelineStrip } from '../live/pipeline-strip.tsx'
import { DropZone } from '../upload/drop-zone.tsx'
import { UploadPanel } from '../upload/upload-panel.tsx'
import { Header } from './header.tsx'
import { BottomNav } from './main-nav.tsx'
import { Providers } from './providers.tsx'

/** The frame of every page. What floats at its foot stands over room that the page leaves for it. */
export function AppShell({ since, children }: { since: number | null; children: ReactNode }) {
  return (
    <Providers since={since}>
      <a
        href="#content"
        className="sr-only rounded-md bg-primary px-4 py-2 font-medium text-on-primary text-sm focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-80"
      >
        Skip to the content
      </a>
      <DropZone>
        <Header />
        <main id="content" tabIndex={-1} className="flex flex-1 flex-col pb-(--dock-room) outline-none">
          {children}
        </main>
        <div className="pointer-events-none fixed inset-x-0 bottom-(--dock-bottom) z-30 flex flex-col items-end gap-2 px-(--page-gutter)">
          <UploadPanel />
          <div className="flex w-full justify-center">
            <PipelineStrip />
          </div>
        </div>
        <BottomNav />
      </DropZone>
      <ConnectionNotice />
    </Providers>
  )
}
