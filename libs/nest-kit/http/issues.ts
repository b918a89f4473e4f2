/** An issue of any schema library, as much of it as is read here; what zod adds says what was required. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly code?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly values?: readonly unknown[] | undefined;
  readonly expected?: string | undefined;
  readonly format?: string | undefined;
  readonly origin?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly discriminator?: string | undefined;
  readonly options?: readonly unknown[] | undefined;
  readonly errors?: readonly (readonly Issue[])[] | undefined;
}

/** What is wrong at one place, in a sentence that says what is required. */
export interface Complaint {
  readonly path: readonly unknown[];
  readonly message: string;
}

/** The complaints of an issue: one, or one for each unknown member, or those of the branch of a union that comes closest. */
export function complaintsOf(issue: Issue): readonly Complaint[] {
  const { path = [], keys, errors, discriminator } = issue;
  if (keys !== undefined) return keys.map((key) => ({ path: [...path, key], message: 'unknown member' }));
  if (discriminator !== undefined) return [{ path, message: oneOf(issue.options) }];
  if (errors !== undefined && errors.length > 0) {
    return closest(errors).map((each) => ({ path: [...path, ...each.path], message: each.message }));
  }
  return [{ path, message: sentenceOf(issue) }];
}

/** Where every branch complains of the whole, all of them are named: each would do. Else the one with the fewest complaints was meant. */
function closest(branches: readonly (readonly Issue[])[]): readonly Complaint[] {
  const complaints = branches.map((issues) => issues.flatMap(complaintsOf));
  const whole = complaints.map(([first]) => first).filter((first) => first?.path.length === 0);
  if (whole.length === branches.length) {
    const messages = [...new Set(whole.map((each) => each?.message.replace(/ is required$/, '')))];
    return [{ path: [], message: `${messages.join(', or ')} is required` }];
  }
  return complaints.reduce((best, each) => (each.length < best.length ? each : best));
}

/** Texts of zod's own, which speak of types and patterns; a schema's own text says what it needs. */
const OWN_WORDS = /^(Invalid|Too (big|small)|Unrecognized)\b/;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: 'a day that exists, written YYYY-MM-DD,',
  datetime: 'an instant with its offset, such as 2026-11-28T12:00:00Z,',
  url: 'an address that begins with http:// or https://',
};

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items', set: ' items' };

function sentenceOf({
  message,
  code,
  expected = '',
  format = '',
  values,
  origin = '',
  minimum,
  maximum,
}: Issue): string {
  if (!OWN_WORDS.test(message)) return message;
  if (code === 'invalid_type') {
    const kind = KINDS[expected] ?? expected;
    return message.endsWith('received undefined') ? `missing: ${kind} is required` : `${kind} is required`;
  }
  if (values !== undefined) return oneOf(values);
  if (minimum !== undefined) return `at least ${String(minimum)}${UNITS[origin] ?? ''} are required`;
  if (maximum !== undefined) return `at most ${String(maximum)}${UNITS[origin] ?? ''} are accepted`;
  return FORMATS[format] === undefined ? message : `${FORMATS[format]} is required`;
}

function oneOf(values: readonly unknown[] = []): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? `${String(words[0])} is required` : `one of ${words.join(', ')} is required`;
}
