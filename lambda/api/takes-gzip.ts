/** Whether whoever asks can read gzip. @param accepts `Accept-Encoding`, https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding */
export function takesGzip(accepts = ''): boolean {
  return accepts.split(',').some((coding) => /^\s*gzip\s*(?:;(?!\s*q=0(?:\.0*)?\s*$).*)?$/i.test(coding));
}
