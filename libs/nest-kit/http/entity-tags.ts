import type { FastifyRequest } from 'fastify';
import type { Precondition, Revisions } from '#libs/commands';
import { edgeProblem } from '#libs/hosting';
import { headerOf } from './row-controller.ts';

/** An entity tag (RFC 9110 §8.8.3): what stands between its quotes. */
interface EntityTag {
  readonly isWeak: boolean;
  readonly opaque: string;
}

/** The tag of a revision; behind a hyphen the mark of one representation of it. */
export function tagOf(revision: number | bigint, mark?: string): string {
  return mark === undefined ? `"${String(revision)}"` : `"${String(revision)}-${mark}"`;
}

/** The conditions that a request sets on the revision of its resource; undefined where it sets none. @throws Problem API_MALFORMED */
export function preconditionOf(request: FastifyRequest): Precondition | undefined {
  const [ifMatch, ifNoneMatch] = [tagsIn(request, 'If-Match'), tagsIn(request, 'If-None-Match')];
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  return {
    match: ifMatch && revisionsOf(ifMatch, ({ isWeak }) => !isWeak),
    noneMatch: ifNoneMatch && revisionsOf(ifNoneMatch, () => true),
  };
}

/** Whether the caller has the representation with that tag already (RFC 9110 §13.1.2). @throws Problem API_MALFORMED */
export function isKnown(request: FastifyRequest, tag: string): boolean {
  const known = tagsIn(request, 'If-None-Match');
  return known === '*' || (known?.some(({ opaque }) => `"${opaque}"` === tag) ?? false);
}

const REVISION = /^(0|[1-9]\d{0,17})(?:-[\w-]+)?$/;

function revisionsOf(tags: '*' | readonly EntityTag[], counts: (tag: EntityTag) => boolean): Revisions {
  if (tags === '*') return 'any';
  const digits = tags.filter(counts).map(({ opaque }) => REVISION.exec(opaque)?.[1]);
  return digits.filter((each) => each !== undefined).map(BigInt);
}

/** One element of the list, which may be empty, with the comma behind it. A tag may hold commas and bytes from 128 on. */
const ELEMENT = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)")?[ \t]*(?:,|$)/y;

function tagsIn(request: FastifyRequest, header: 'If-Match' | 'If-None-Match'): '*' | readonly EntityTag[] | undefined {
  const value = headerOf(request, header.toLowerCase());
  if (value === undefined) return undefined;
  if (value.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  for (let at = 0; at < value.length; at = ELEMENT.lastIndex) {
    ELEMENT.lastIndex = at;
    const element = ELEMENT.exec(value);
    if (element === null) throw malformed(header);
    const [, weak, opaque] = element;
    if (opaque !== undefined) tags.push({ isWeak: weak !== undefined, opaque });
  }
  if (tags.length === 0) throw malformed(header);
  return tags;
}

function malformed(path: string): Error {
  return edgeProblem('API_MALFORMED', {
    errors: [{ path, message: 'an ETag in quotes, a list of them, or * is required' }],
  });
}
