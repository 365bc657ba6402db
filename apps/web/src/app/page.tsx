import { GalleryPage } from '~/features/gallery/gallery-page.tsx'
import { ModelNotice } from '~/features/models/model-notice.tsx'

export default function Page() {
  return (
    <>
      <ModelNotice />
      <GalleryPage />
    </>
  )
}
