'use client'
import { cn } from '@vitrine/ui/cn'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { isCurrent, navItems } from './nav-items.ts'

/** The navigation in the header; narrow screens have it at the bottom. */
export function MainNav() {
  const pathname = usePathname()
  return (
    <nav aria-label="Main" className="hidden items-center gap-0.5 md:flex">
      {navItems.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          title={item.label}
          aria-current={isCurrent(item, pathname) ? 'page' : undefined}
          className="inline-flex h-9 items-center gap-2 rounded-md px-2.5 font-medium text-ink-soft text-sm transition-colors hover:bg-hover hover:text-ink aria-[current=page]:text-ink xl:px-3"
        >
          <item.icon aria-hidden className={cn('size-4.5 xl:hidden')} />
          <span className="relative max-xl:sr-only">
            {item.label}
            {isCurrent(item, pathname) ? (
              <span aria-hidden className="-bottom-1.5 absolute inset-x-0 h-0.5 rounded-full bg-accent" />
            ) : null}
          </span>
        </Link>
      ))}
    </nav>
  )
}

/** The navigation of phones, in reach of a thumb. */
export function BottomNav() {
  const pathname = usePathname()
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-canvas/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-md md:hidden"
    >
      <ul className="flex h-14">
        {navItems.map((item) => (
          <li key={item.href} className="flex-1">
            <Link
              href={item.href}
              aria-current={isCurrent(item, pathname) ? 'page' : undefined}
              className="-outline-offset-2 flex h-full flex-col items-center justify-center gap-1 font-medium text-[0.6875rem] text-ink-soft aria-[current=page]:text-accent-ink"
            >
              <item.icon aria-hidden className="size-5" />
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
