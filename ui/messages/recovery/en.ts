export const en = {
  code: 'Recovery code',
  copy: 'Copy',
  copied: 'Copied. Paste it somewhere safe, then clear the clipboard.',
  copyFailed: 'The clipboard did not take it. Write it down instead.',
  savedWhere: 'Saved. Move the file off this PC: whoever opens it can open the clinic’s data.',
};
