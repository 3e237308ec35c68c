import type { LinkedEdition } from '../../shared/catalogue/link.ts'

/** Whether the lines of a form are projects: a further one needs more than a code. */
export const linesAreProjects = ({ forms, formIndex }: LinkedEdition, form: string): boolean =>
  forms[formIndex.get(form) ?? -1]?.form.codes?.leaf === 'project'
