/** An answer's text as it goes out: pure. */

/** Marks around places and names, which the library writes out. */
export const withoutMarks = (text: string): string => text.replace(/<\|[a-z_]+\|>/g, '')

/** Less the character that the limit of tokens has cut in two. */
export const wholeCharacters = (text: string): string => text.replace(/\uFFFD+$/, '')
