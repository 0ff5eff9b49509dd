/** The questions of the demo's customers. A service behind the agent fails on every 7th and 9th question. */

const questions = [
  'Is the kettle in stock?',
  'How much is the grinder?',
  'When would a mug arrive?',
  'Do you have a wholesale price for the filter?',
  'Can I buy a scale this week?',
];
const INVENTORY_FAILS = 'Which teapot goes with the kettle?';
const MODEL_FAILS = 'Can I get a refund for my grinder?';
const tenants = ['acme', 'globex', 'initech'];

export interface Question {
  readonly q: string;
  readonly tenant: string;
}

/** The `number`th question, counted from 1. */
export function questionAt(number: number): Question {
  return { q: textAt(number), tenant: tenants[number % tenants.length] ?? 'public' };
}

function textAt(number: number): string {
  if (number % 7 === 0) return INVENTORY_FAILS;
  if (number % 9 === 0) return MODEL_FAILS;
  return questions[(number - 1) % questions.length] ?? INVENTORY_FAILS;
}
