import { useState } from 'react'

/** Sizes and choices of view are kept by the browser; nothing of value is, and a lost one does no harm. */
const prefix = 'juesuan.'

export function recall<T>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(prefix + name)
    const value: unknown = text === null ? null : JSON.parse(text)
    return typeof value === typeof fallback && value !== null ? (value as T) : fallback
  } catch {
    return fallback
  }
}

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value))
  } catch {
    // a full or forbidden storage only means that the next start looks as the first one did
  }
}

/** State that the next start finds again. */
export function useRemembered<T>(name: string, fallback: T): [T, (value: T) => void] {
  const [value, set] = useState(() => recall(name, fallback))
  return [
    value,
    (next) => {
      set(next)
      remember(name, next)
    },
  ]
}
