/** The page: a shell that has no data in it, and the files it loads. */
export interface Page {
  html: string;
  /** By file name, which changes with the content. */
  assets: Readonly<Record<string, PageAsset>>;
}

export interface PageAsset {
  /** As `Content-Type` has it. */
  type: string;
  body: string;
  /** The body compressed, as base64. It is made once, with the page: that takes longer than all else of an answer. */
  gzip: string;
}

/** Headers of all its files. */
export const PAGE_SECURITY = {
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};
