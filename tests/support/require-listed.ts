/** A suite was answered with a refusal that its row does not list. */
export class UnlistedRefusalAnswered extends Error {
  override readonly name = 'UnlistedRefusalAnswered';
}

/** What a client of a suite does with every answer: whatever the suite expects, it fails. @throws UnlistedRefusalAnswered */
export function requireListed({ facts }: Readonly<Record<string, unknown>>): void {
  if (typeof facts !== 'object' || facts === null || !('unlisted' in facts)) return;
  throw new UnlistedRefusalAnswered(String(facts.unlisted));
}
