/** The ids by which a mark's shape on the picture and its row in a list find each other. */

/** The id of a mark's button on the picture. */
export const shapeId = (id: number) => `mark-shape-${id}`

/** The id of a mark's row in a list. */
export const rowId = (id: number) => `mark-row-${id}`
