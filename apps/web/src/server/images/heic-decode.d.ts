/** The part of heic-decode that is used; the package ships no types. */
declare module 'heic-decode' {
  interface HeicImage {
    width: number
    height: number
    decode(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>
  }
  interface HeicDecode {
    all(input: { buffer: Uint8Array }): Promise<HeicImage[]>
  }
  const decode: HeicDecode
  export default decode
}
