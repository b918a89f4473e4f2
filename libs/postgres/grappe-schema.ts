/** What the libraries themselves keep. Repeatable; runs under the migration lock. */
export const GRAPPE_SCHEMA = `
  create schema if not exists grappe;
  create table if not exists grappe.migrations (
    component   text        not null,
    version     integer     not null check (version > 0),
    name        text        not null,
    checksum    text        not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    primary key (component, version)
  );
  create table if not exists grappe.leases (
    name       text        primary key,
    holder     text,
    epoch      bigint      not null check (epoch > 0),
    expires_at timestamptz not null
  );
`;
