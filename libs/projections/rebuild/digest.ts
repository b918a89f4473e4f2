import type { Queryable } from '#libs/postgres';
import type { ParkedIn } from '../parking/parked-rows.ts';
import { HIDDEN_TEXTS } from '../folding/rereading.ts';
import { sqlName, type Place } from '../tables/table.ts';

/** The contents of a model in one value: equal digests mean equal keys and equal documents. */
export interface Digest {
  readonly documents: bigint;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * SHA-256 over the set of documents, computed where they are. Each document is hashed with its key (`jsonb` gives equal
 * documents one text); the hashes are sorted, so that order of storage plays no part, and hashed by their first byte and then
 * together, so that no value grows with the model. The events that a document was made of are left out: the digest is of what it says. `offset 0` keeps the two queries apart: joined into one, each hash is computed
 * twice and whole documents are sorted.
 */
export async function digestOf(client: Queryable, place: Place): Promise<Digest> {
  const answer = await client.query<Digest>(`
select coalesce(sum(members), 0)::bigint as documents,
  encode(sha256(coalesce(string_agg(branch, ''::bytea order by bucket), ''::bytea)), 'hex') as sha256
from (
  select get_byte(leaf, 0) as bucket, count(*) as members, sha256(string_agg(leaf, ''::bytea order by leaf)) as branch
  from (
    select sha256(sha256(convert_to(key, 'UTF8')) || convert_to((document - ${HIDDEN_TEXTS})::text, 'UTF8')) as leaf
    from ${sqlName(place)} where document -> '$gone' is null
    offset 0
  ) as leaves group by 1
) as branches`);
  const row = answer.rows[0];
  if (row === undefined) throw new TypeError('an aggregate without a row');
  return row;
}

/**
 * The first keys, in order, whose document is not the same in both places or stands in one of them only. Parked keys are left out:
 * their documents are not up to date.
 */
export async function differingKeys(
  client: Queryable,
  a: Place,
  b: Place,
  { limit, parked }: { readonly limit: number; readonly parked: ParkedIn },
): Promise<readonly string[]> {
  const answer = await client.query<{ key: string }>({
    text: `select key from ${sqlName(a)} as a full join ${sqlName(b)} as b using (key)
where a.document::text is distinct from b.document::text and not exists (
  select from grappe.parked as waiting where waiting.projection = $2 and waiting.generation = any($3::bigint[])
    and waiting.key = coalesce(a.key, b.key) and waiting.error_name is not null
) order by key limit $1`,
    values: [limit, parked.name, parked.generations],
  });
  return answer.rows.map(({ key }) => key);
}
