import { contextBridge, ipcRenderer } from 'electron'

/**
 * The whole of what the page gets from Electron. Names and values are checked in main; here nothing is but their
 * count, because a sandboxed preload has to stay small.
 */
contextBridge.exposeInMainWorld('juesuan', {
  call: (name: unknown, input: unknown): Promise<unknown> => ipcRenderer.invoke('call', name, input),
  listen: (listener: (push: unknown) => void): (() => void) => {
    const hear = (_: unknown, push: unknown): void => listener(push)
    ipcRenderer.on('push', hear)
    return () => void ipcRenderer.off('push', hear)
  },
  give: (name: unknown, bytes: unknown): Promise<unknown> => ipcRenderer.invoke('give', name, bytes),
})
