import {
  Boxes,
  Images,
  Library,
  type LucideIcon,
  MessageCircleQuestion,
  Settings2,
  Trash2,
} from 'lucide-react'

export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
}

/** Where one can go, in order. */
export const navItems: readonly NavItem[] = [
  { href: '/', label: 'Gallery', icon: Images },
  { href: '/ask', label: 'Ask', icon: MessageCircleQuestion },
  { href: '/collections', label: 'Collections', icon: Library },
  { href: '/models', label: 'Models', icon: Boxes },
  { href: '/trash', label: 'Trash', icon: Trash2 },
  { href: '/system', label: 'System', icon: Settings2 },
]

/** Whether an address belongs to an item: an image page is part of the gallery. */
export function isCurrent(item: NavItem, pathname: string): boolean {
  if (item.href === '/') return pathname === '/' || pathname.startsWith('/images/')
  return pathname === item.href || pathname.startsWith(`${item.href}/`)
}
