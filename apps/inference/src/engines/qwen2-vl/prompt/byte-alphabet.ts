/**
 * GPT-2's printable stand-ins for the 256 bytes: printable Latin-1 stands for itself, the others are shifted past 255
 * (https://github.com/openai/gpt-2/blob/master/src/encoder.py, `bytes_to_unicode`). Place in the list: the byte.
 */
export function byteAlphabet(): string[] {
  const isPrintable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255)
  let shifted = 0
  return Array.from({ length: 256 }, (_none, byte) =>
    String.fromCharCode(isPrintable(byte) ? byte : 256 + shifted++),
  )
}
