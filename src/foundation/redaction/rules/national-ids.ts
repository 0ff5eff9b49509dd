import { isA, URL_BASE64, WORD } from '../scan/characters.ts';
import type { Matcher } from '../scan/scan.ts';

interface NationalId {
  readonly rule: string;
  /** 9 stands for any digit. */
  readonly keyword: string;
  /** How far before the keyword the id begins. */
  readonly before?: number;
  readonly shape: RegExp;
  readonly isValid?: (digits: string, text: string) => boolean;
}

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

function checkDigit(digits: string, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return sum % 11 < 2 ? 0 : 11 - (sum % 11);
}

const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, i) => from - i);
const CNPJ = [5, 4, 3, 2, ...down(9, 2)];

const isCpf = (d: string): boolean =>
  !/^(\d)\1+$/.test(d) && checkDigit(d, down(10, 2)) === Number(d[9]) && checkDigit(d, down(11, 2)) === Number(d[10]);
const isCnpj = (d: string): boolean =>
  checkDigit(d, CNPJ) === Number(d[12]) && checkDigit(d, [6, ...CNPJ]) === Number(d[13]);
const isDni = (digits: string, text: string): boolean => LETTERS[Number(digits) % 23] === text.at(-1)?.toUpperCase();
const isNie = (digits: string, text: string): boolean =>
  LETTERS[Number(`${'XYZ'.indexOf(text[0]?.toUpperCase() ?? '')}${digits}`) % 23] === text.at(-1)?.toUpperCase();

export const SSN: NationalId = {
  rule: 'us-ssn',
  keyword: '999-99-9999',
  shape: /(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}/y,
};

/** With `pii` only. */
export const NATIONAL_IDS: readonly NationalId[] = [
  { rule: 'br-cpf', keyword: '999.999.999-99', shape: /\d{3}\.\d{3}\.\d{3}-\d{2}/y, isValid: isCpf },
  { rule: 'br-cpf', keyword: '99999999999', shape: /\d{11}/y, isValid: isCpf },
  { rule: 'br-cnpj', keyword: '99.999.999/9999-99', shape: /\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}/y, isValid: isCnpj },
  { rule: 'es-dni', keyword: '99999999', shape: /\d{8}-?[A-HJ-NP-TV-Z]/iy, isValid: isDni },
  ...['x', 'y', 'z'].map((letter) => ({
    rule: 'es-nie',
    keyword: `${letter}9999999`,
    shape: /[XYZ]\d{7}-?[A-Z]/iy,
    isValid: isNie,
  })),
  ...['x-', 'y-', 'z-'].map((letter) => ({
    rule: 'es-nie',
    keyword: `${letter}9999999`,
    shape: /[XYZ]-\d{7}-?[A-Z]/iy,
    isValid: isNie,
  })),
  {
    rule: 'uk-nino',
    keyword: '99 99 99',
    before: 3,
    shape: /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] \d{2} \d{2} \d{2} ?[A-D]/y,
  },
  { rule: 'uk-nino', keyword: '999999', before: 2, shape: /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]/y },
  { rule: 'mx-curp', keyword: '999999', before: 4, shape: /[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d/y },
  { rule: 'ar-cuit', keyword: '99-99999999-9', shape: /(?:2[03457]|3[034])-\d{8}-\d/y },
];

export function nationalIdMatcher({ rule, before = 0, shape, isValid }: NationalId): Matcher {
  return (scan, at) => {
    const { text } = scan;
    const start = at - before;
    if (start < scan.done || isA(text.charCodeAt(start - 1), URL_BASE64)) return -1;
    shape.lastIndex = start;
    const [found] = shape.exec(text) ?? [];
    if (found === undefined) return -1;
    const end = start + found.length;
    if (isA(text.charCodeAt(end), WORD) || (text[end] === '-' && isA(text.charCodeAt(end + 1), WORD))) return -1;
    const isAnId = isValid === undefined || isValid(found.replace(/\D/g, ''), found);
    return isAnId ? scan.redact(rule, start, end) : -1;
  };
}
