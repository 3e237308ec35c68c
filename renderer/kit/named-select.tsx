import { Select, type SelectProps } from 'antd'
import type { ReactElement } from 'react'

type NamedSelectProps<T> = Omit<SelectProps<T>, 'aria-label' | 'popupRender'> & { readonly name: string }

/** A select with a name; its list has the same name, which antd leaves out. */
export function NamedSelect<T>({ name, ...props }: NamedSelectProps<T>) {
  const named = (list: ReactElement) => (
    <div ref={(place) => place?.querySelector('[role=listbox]')?.setAttribute('aria-label', name)}>{list}</div>
  )
  return <Select<T> {...props} aria-label={name} popupRender={named} />
}
