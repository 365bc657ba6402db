/** The shape of an answer, for servers that hold a model to a JSON schema while it writes. */

const text = { type: 'string' } as const
const strict = { additionalProperties: false } as const

/** Within what all of them take: no formats, no limits, everything required. The prose comes first: it guides the rest. */
export const ANSWER_SCHEMA = {
  type: 'object',
  properties: {
    reading: text,
    fields: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, value: text, unit: { anyOf: [text, { type: 'null' }] } },
        required: ['name', 'value', 'unit'],
        ...strict,
      },
    },
    tables: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          title: text,
          columns: { type: 'array', items: text },
          rows: { type: 'array', items: { type: 'array', items: text } },
        },
        required: ['title', 'columns', 'rows'],
        ...strict,
      },
    },
  },
  required: ['reading', 'fields', 'tables'],
  ...strict,
}
