import type { ModelRef } from '@vitrine/contracts'

/** Not weights but rules: they name what decides the kind of picture, and who writes template captions. */
export const RULES_MODEL: ModelRef = { id: 'vitrine-rules', revision: '1', dtype: 'none', device: 'cpu' }
