import type { Metadata } from 'next'
import { ModelNotice } from '~/features/models/model-notice.tsx'
import { SystemPage } from '~/features/system/system-page.tsx'

export const metadata: Metadata = { title: 'System' }

export default function Page() {
  return (
    <>
      <ModelNotice />
      <SystemPage />
    </>
  )
}
