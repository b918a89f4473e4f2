/** Revisions that a caller names: whatever the resource is at, or one of a list. A resource without an event is at none. */
export type Revisions = 'any' | readonly bigint[];

/** What the caller wants to be so where a command is decided (RFC 9110 §13.1). */
export interface Precondition {
  /** The resource is at one of these (`If-Match`). */
  readonly match?: Revisions | undefined;
  /** The resource is at none of these (`If-None-Match`). */
  readonly noneMatch?: Revisions | undefined;
}

/** Whether a resource at that revision is as the caller wants it; undefined where it has no event. */
export function isMet({ match, noneMatch }: Precondition, revision: bigint | undefined): boolean {
  return (match === undefined || includes(match, revision)) && !includes(noneMatch ?? [], revision);
}

/** What is required and not so, in words; one revision as a number. */
export function requirementOf({ match, noneMatch }: Precondition, revision: bigint | undefined): string | number {
  if (match === undefined || includes(match, revision))
    return noneMatch === 'any' ? 'a resource that does not exist yet' : `none of ${listOf(noneMatch)}`;
  if (match === 'any') return 'a resource that exists';
  const [only, ...others] = match;
  if (only === undefined) return 'the ETag of a revision, which is no weak one';
  return others.length === 0 ? Number(only) : `one of ${listOf(match)}`;
}

function includes(revisions: Revisions, revision: bigint | undefined): boolean {
  return revision !== undefined && (revisions === 'any' || revisions.includes(revision));
}

function listOf(revisions: readonly bigint[] = []): string {
  return `the revisions ${revisions.map(String).join(', ')}`;
}
