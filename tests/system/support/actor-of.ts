import { connectPool } from '#libs/postgres';

/** The id under which a subject acted, from the table of the installation. @throws Error for one who never did */
export async function actorOf(databaseUrl: string, subject: string): Promise<string> {
  const pool = connectPool(databaseUrl, { max: 1 });
  try {
    const find = 'select id from grappe.actors where subject = $1';
    const { rows } = await pool.query<{ readonly id: string }>(find, [subject]);
    if (rows[0] === undefined) throw new Error(`${subject} never acted`);
    return rows[0].id;
  } finally {
    await pool.end();
  }
}
