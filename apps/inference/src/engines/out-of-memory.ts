/** How the runtime and the drivers say that memory has run out: they have no code for it, only words. */

const SIGNS =
  /out of memory|failed to allocate|bad_alloc|CUDA(?:_ERROR_OUT_OF_MEMORY| failure 2)|CUBLAS_STATUS_ALLOC_FAILED|VK_ERROR_OUT_OF|Array buffer allocation failed/i

/** Of the runtime, CUDA, Dawn or the C++ library. */
export const saysOutOfMemory = (message: string): boolean => SIGNS.test(message)
