/** The tones a badge may have. */
export type BadgeTone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'outline'
