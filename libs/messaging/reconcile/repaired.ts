const HEADER = 'ce_repaired';

/** Marks a record that was published behind its place to mend a topic: that it stands late there is no fault. */
export const REPAIRED_HEADERS: Readonly<Record<string, string>> = { [HEADER]: '1' };

export function isRepaired(headers: Readonly<Record<string, string | undefined>>): boolean {
  return headers[HEADER] === REPAIRED_HEADERS[HEADER];
}
