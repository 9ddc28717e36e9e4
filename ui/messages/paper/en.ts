export const en = {
  print: 'Print',
  save: 'Save as PDF',
  printing: 'Sending it to the printer…',
  printed: 'Sent to the printer.',
  printedOn: (p: { printer: string }) => `Sent to the printer ${p.printer}.`,
  saving: 'Making the PDF…',
  saved: 'Saved.',
};
