/** jsdom lays nothing out: the stage is told a size, and never told of another. For tests. */
export function layOutStage(): void {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Object.defineProperties(HTMLElement.prototype, {
    clientWidth: { configurable: true, value: 1200 },
    clientHeight: { configurable: true, value: 800 },
  })
  Element.prototype.scrollIntoView = () => undefined
}
