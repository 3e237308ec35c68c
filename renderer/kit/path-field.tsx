import './path-field.css'

/** A path to be copied by hand: read-only, whole under one click. */
export function PathField({ label, path }: { readonly label: string; readonly path: string }) {
  return (
    <input className="path-field" readOnly aria-label={label} value={path} onFocus={(event) => event.target.select()} />
  )
}
