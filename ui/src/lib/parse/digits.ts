// Arabic-Indic digits in, Latin ones out, and back. Every field that takes a number folds what it is given first.

/** Latin digits for Arabic-Indic (٠–٩) and Persian (۰–۹) ones; their decimal and grouping signs too. */
export function toLatinDigits(text: string): string {
  return text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/٫/g, '.')
    .replace(/٬/g, ',');
}

/** The digits a language writes with. */
export function toLanguageDigits(text: string, language: 'en' | 'ar'): string {
  if (language === 'en') return text;
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
}
