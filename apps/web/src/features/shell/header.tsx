import Link from 'next/link'
import { SearchBox } from '../search/search-box.tsx'
import { UploadMenu } from '../upload/upload-menu.tsx'
import { BrandMark } from './brand-mark.tsx'
import { MainNav } from './main-nav.tsx'
import { ThemeMenu } from './theme-menu.tsx'

/** The head of every page: the way home, the search, the way in for pictures. */
export function Header() {
  return (
    <header className="sticky top-0 z-40 border-line border-b bg-canvas/90 backdrop-blur-md">
      <div className="flex h-(--header-height) items-center gap-1.5 px-(--page-gutter) md:gap-4">
        <Link
          href="/"
          className="flex shrink-0 items-center gap-2.5 rounded-md"
          aria-label="Vitrine, all images"
        >
          <BrandMark className="size-7" />
          <span className="hidden font-semibold text-ink text-lg tracking-tight lg:block">Vitrine</span>
        </Link>
        <MainNav />
        <SearchBox className="mx-auto w-full max-w-2xl flex-1" />
        <div className="flex shrink-0 items-center gap-1">
          <ThemeMenu className="max-sm:hidden" />
          <UploadMenu />
        </div>
      </div>
    </header>
  )
}
