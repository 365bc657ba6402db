/** What is asked for to have a picture written as code. Pure. */

export type CodeStyle = 'tailwind' | 'html'

const COMMON =
  'Write this screenshot as one web page: the same layout, colours, sizes and texts, as close as can be. ' +
  'Give one complete HTML document in a single ```html block, without scripts and without addresses of anything outside it. ' +
  'Put a grey box of the right size where a picture is. Use elements that say what they are: header, nav, main, button, table. '

/** The question, by the style that is wanted. */
export const CODE_REQUESTS: Record<CodeStyle, { label: string; question: string }> = {
  tailwind: {
    label: 'HTML with Tailwind',
    question: `${COMMON}Style it with Tailwind CSS classes only.`,
  },
  html: {
    label: 'Plain HTML and CSS',
    question: `${COMMON}Style it with CSS in one <style> element.`,
  },
}
