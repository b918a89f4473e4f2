import { joined } from '#libs/postgres';
import type pg from 'pg';
import { moveOwnRow, type Owner, type Range } from './owner.ts';

interface Move {
  readonly owner: Owner;
  readonly range: Range;
}

/**
 * Moves a row past events that its model does not read, in one statement with all that rest at the same moment: of a page that one model
 * reads, the others write down together that they have passed it. A row that is locked holds up no other: it is moved by itself.
 * @throws StaleOwner
 */
export async function moveAlone(pool: pg.Pool, owner: Owner, range: Range): Promise<void> {
  // The row of a shard is found by more than its name.
  if (owner.shard === undefined) await move(pool, { owner, range });
  else await moveOwnRow(pool, owner, range);
}

const move = joined<Move, unknown>(async (pool, moves) => {
  const moved = moves.length < 2 ? new Set() : await moveFree(pool, moves);
  return moves.map((each) => moved.has(keyOf(each.owner)) || moveOwnRow(pool, each.owner, each.range));
});

/** In tests, two owners of one model may share a pool. */
function keyOf({ projection, epoch }: Pick<Owner, 'projection' | 'epoch'>): string {
  return `${projection.name} ${String(epoch)}`;
}

async function moveFree(pool: pg.Pool, moves: readonly Move[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ readonly key: string }>(
    `with asked as (
  select * from unnest($1::text[], $2::bigint[], $3::integer[], $4::bigint[], $5::bigint[])
    as asked (name, epoch, version, position, next)
), free as (
  select p.name, asked.next from grappe.projections p join asked using (name, epoch, version, position)
  where p.state = 'running' order by p.name for no key update of p skip locked
)
update grappe.projections p set position = free.next, updated_at = clock_timestamp()
from free where p.name = free.name
returning p.name || ' ' || p.epoch as key, set_config('synchronous_commit', 'off', true)`,
    [
      moves.map(({ owner }) => owner.projection.name),
      moves.map(({ owner }) => owner.epoch),
      moves.map(({ owner }) => owner.projection.version),
      moves.map(({ range }) => range.from),
      moves.map(({ range }) => range.next),
    ],
  );
  return new Set(rows.map(({ key }) => key));
}
