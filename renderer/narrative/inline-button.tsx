import type { ComponentProps, KeyboardEvent } from 'react'

type InlineButtonProps = Omit<ComponentProps<'span'>, 'role' | 'onKeyDown'> & { readonly isOff?: boolean }

/**
 * A button that breaks over lines like the words around it, as no `button` element does: the text must stand as it will
 * be printed.
 */
export const InlineButton = ({ isOff = false, onClick, children, ...props }: InlineButtonProps) => (
  <span
    {...props}
    role="button"
    tabIndex={isOff ? undefined : 0}
    aria-disabled={isOff}
    onClick={isOff ? undefined : onClick}
    onKeyDown={(event: KeyboardEvent<HTMLSpanElement>) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      event.currentTarget.click()
    }}
  >
    {children}
  </span>
)
