import { Alert } from 'antd'

/** What a person should know of a printed document: characters no font has and where they stand, fonts that are gone. */
export function Remarks({ remarks, done }: { readonly remarks: readonly string[]; readonly done: string }) {
  return (
    <Alert type="warning" showIcon className="form-alert" title={done} description={<RemarkList remarks={remarks} />} />
  )
}

export function RemarkList({ remarks }: { readonly remarks: readonly string[] }) {
  return (
    <ul className="print-remarks">
      {remarks.map((remark, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same text may stand in several places; the list never changes
        <li key={place}>{remark}</li>
      ))}
    </ul>
  )
}
