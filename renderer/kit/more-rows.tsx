/** So many lines of a long list are shown. */
export const mostShown = 300

export const MoreRows = ({ count }: { readonly count: number }) =>
  count > mostShown ? (
    <p className="hint">
      只列出前 {mostShown} 条，共 {count} 条。
    </p>
  ) : null
