/** Sends one file by tus: in chunks, resumable, also after a reload of the page. */
import { AppError, type IngestItem, IngestResponse, WireError } from '@vitrine/contracts'
import { DetailedError, defaultOptions, Upload } from 'tus-js-client'
import type { SendOptions } from './uploader.ts'

const ENDPOINT = '/api/tus'
/** A chunk that is lost is sent again: small enough for a train, big enough for a cable. */
const CHUNK_BYTES = 8 * 1024 * 1024
const RETRY_DELAYS_MS = [0, 1000, 3000, 8000]

/** Resolves with what the server made of the file; rejects with an AppError that says why not. */
export async function sendFile(file: File, options: SendOptions): Promise<readonly IngestItem[]> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: ENDPOINT,
      uploadUrl: options.resumeUrl,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type },
      onUploadUrlAvailable: () => {
        if (upload.url) options.onUrl(upload.url)
      },
      onProgress: (sentBytes) => options.onProgress(sentBytes),
      onSuccess: ({ lastResponse }) => {
        const items = readItems(lastResponse.getBody())
        if (items) resolve(items)
        else
          reject(
            new AppError('internal', 'The server gave no word about this file.', {
              suggestion: 'Try again.',
            }),
          )
      },
      onError: (error) => reject(toAppError(error)),
    })
    options.signal.addEventListener('abort', () => {
      void upload.abort().then(() => reject(options.signal.reason), reject)
    })
    void start(upload, options).catch(reject)
  })
}

/** Removes an upload that was begun from the server, and the browser's note of where it was. */
export async function discardUpload(url: string): Promise<void> {
  const { urlStorage } = defaultOptions
  const noted = await urlStorage.findAllUploads()
  for (const { uploadUrl, urlStorageKey } of noted)
    if (uploadUrl === url) await urlStorage.removeUpload(urlStorageKey)
  await Upload.terminate(url, { retryDelays: RETRY_DELAYS_MS })
}

async function start(upload: Upload, { resumeUrl, signal }: SendOptions): Promise<void> {
  const [previous] = resumeUrl === null ? await upload.findPreviousUploads() : []
  if (signal.aborted) return
  if (previous) upload.resumeFromPreviousUpload(previous)
  upload.start()
}

/** Null when the answer is not what was agreed on. */
function readItems(body: string): IngestItem[] | null {
  const parsed = IngestResponse.safeParse(parseJson(body))
  return parsed.success ? parsed.data.items : null
}

function toAppError(error: Error): AppError {
  const body = error instanceof DetailedError ? (error.originalResponse?.getBody() ?? '') : ''
  const wire = WireError.safeParse(parseJson(body))
  if (wire.success) return AppError.fromWire(wire.data)
  const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0
  if (status === 413) return new AppError('too-large', 'The file is larger than the server takes.')
  if (status >= 400)
    return new AppError('internal', `The server refused the file (${status}).`, { cause: error })
  return new AppError('sidecar-unreachable', 'The server could not be reached.', { cause: error })
}

/** Undefined when the text is no JSON: a proxy's error page, an empty body. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
