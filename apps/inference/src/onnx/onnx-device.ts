/** Which of onnxruntime's devices an engine's device is. */
import type { Device } from '@vitrine/contracts'

/** Those that onnxruntime does not know are llama.cpp's, or another machine's: nothing of ours is loaded on them. */
export function toOnnxDevice(device: Device): Exclude<Device, 'vulkan' | 'metal' | 'remote'> {
  return device === 'vulkan' || device === 'metal' || device === 'remote' ? 'cpu' : device
}
