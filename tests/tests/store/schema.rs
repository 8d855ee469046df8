//! The schema of both databases is the same: tables, columns, keys and indexes. Only search is kept in each one's own way.

use std::collections::{BTreeMap, BTreeSet};

use store::{Engine, Tx};

use crate::Desk;
use crate::desk_folder::statement;

/// What a table is made of, in words that both databases can be put into.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Name, type, and whether it may be empty.
    columns: BTreeMap<String, (String, bool)>,
    primary_key: Vec<String>,
    /// Other keys that no two rows share.
    unique: BTreeSet<Vec<String>>,
    /// Columns and condition by name.
    indexes: BTreeMap<String, (Vec<String>, String)>,
    /// Column and the table that it names a row of.
    foreign: BTreeSet<(String, String)>,
}

type Schema = BTreeMap<String, Table>;

fn texts(tx: &mut Tx<'_>, sql: String, columns: usize) -> store::Result<Vec<Vec<String>>> {
    tx.all(statement(sql), &[], |row| (0..columns).map(|column| row.text(column)).collect())
}

/// `state IN ('a', 'b')` as PostgreSQL prints it, and white space, are taken back to what was written.
fn condition(written: &str) -> String {
    let plain = written
        .replace("::text[]", "")
        .replace("::text", "")
        .replace("= ANY (ARRAY[", "IN (")
        .replace("])", ")")
        .replace(['(', ')'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
}

fn of_sqlite(tx: &mut Tx<'_>) -> store::Result<Schema> {
    let tables = texts(
        tx,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%'"
            .into(),
        1,
    )?;
    let mut schema = Schema::new();
    for name in tables.into_iter().flatten() {
        let mut table = Table::default();
        let sql = format!(
            "SELECT name, type, CAST(\"notnull\" AS TEXT), CAST(pk AS TEXT) FROM pragma_table_info('{name}') ORDER BY pk"
        );
        for column in texts(tx, sql, 4)? {
            let in_key = column[3] != "0";
            let kind = column[1].replace("BIGINT", "INTEGER");
            table.columns.insert(column[0].clone(), (kind, column[2] == "0" && !in_key));
            if in_key {
                table.primary_key.push(column[0].clone());
            }
        }
        for key in texts(tx, format!("SELECT \"from\", \"table\" FROM pragma_foreign_key_list('{name}')"), 2)? {
            table.foreign.insert((key[0].clone(), key[1].clone()));
        }
        // A unique index is one, whether it was made with the table or after it.
        let origin = "CASE WHEN origin = 'c' AND \"unique\" = 1 THEN 'u' ELSE origin END";
        for index in texts(tx, format!("SELECT name, {origin} FROM pragma_index_list('{name}')"), 2)? {
            let columns = texts(tx, format!("SELECT name FROM pragma_index_info('{}') ORDER BY seqno", index[0]), 1)?;
            let columns = columns.into_iter().flatten().collect();
            let written =
                texts(tx, format!("SELECT COALESCE(sql, '') FROM sqlite_schema WHERE name = '{}'", index[0]), 1)?;
            let filter = written[0][0].split_once(" WHERE ").map_or_else(String::new, |(_, filter)| condition(filter));
            match index[1].as_str() {
                "pk" => {}
                "u" => _ = table.unique.insert(columns),
                _ => _ = table.indexes.insert(index[0].clone(), (columns, filter)),
            }
        }
        schema.insert(name, table);
    }
    Ok(schema)
}

fn of_postgres(tx: &mut Tx<'_>) -> store::Result<Schema> {
    let mut schema = Schema::new();
    let columns =
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT), CAST(is_nullable AS TEXT)
                   FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'search'";
    for column in texts(tx, columns.into(), 4)? {
        let kind = match column[2].as_str() {
            "bigint" => "INTEGER",
            "text" => "TEXT",
            "bytea" => "BLOB",
            other => other,
        };
        let table = schema.entry(column[0].clone()).or_default();
        table.columns.insert(column[1].clone(), (kind.into(), column[3] == "YES"));
    }
    let indexes = "SELECT CAST(t.relname AS TEXT), CAST(i.relname AS TEXT), CAST(x.indisprimary AS TEXT), CAST(x.indisunique AS TEXT),
                     (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(CAST(x.indkey AS INT2[])) WITH ORDINALITY AS k (attnum, place)
                      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum),
                     COALESCE(pg_get_expr(x.indpred, x.indrelid), '')
                   FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
                   JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public' AND t.relname <> 'search'";
    for index in texts(tx, indexes.into(), 6)? {
        let table = schema.get_mut(&index[0]).unwrap();
        let columns: Vec<String> = index[4].split(',').map(ToString::to_string).collect();
        match (index[2].as_str(), index[3].as_str()) {
            ("true", _) => table.primary_key = columns,
            (_, "true") => _ = table.unique.insert(columns),
            _ => _ = table.indexes.insert(index[1].clone(), (columns, condition(&index[5]))),
        }
    }
    let foreign =
        "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT), CAST(f.relname AS TEXT) FROM pg_constraint c
                   JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
                   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'";
    for key in texts(tx, foreign.into(), 3)? {
        schema.get_mut(&key[0]).unwrap().foreign.insert((key[1].clone(), key[2].clone()));
    }
    Ok(schema)
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let sqlite = Desk::migrated(Engine::Sqlite).await.read(of_sqlite).await;
    let postgres = Desk::migrated(Engine::Postgres).await.read(of_postgres).await;
    assert!(sqlite.len() > 20, "only {} tables were found", sqlite.len());
    let indexes: usize = sqlite.values().map(|table| table.indexes.len()).sum();
    assert!(indexes > 15, "only {indexes} indexes were found");
    let names = |schema: &Schema| schema.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres));
    for (name, table) in &sqlite {
        assert_eq!(table, &postgres[name], "{name}");
    }
}

/// The first conversation of a young desk is not "#1".
#[tokio::test]
async fn numbers_of_conversations_begin_at_1001() {
    crate::both(async |desk: &Desk| {
        let ids = desk
            .write(|tx| {
                let ground = crate::given::ground(tx)?;
                let mut new =
                    || crate::given::conversation(tx, ground, desk::conversation::Status::New, None, crate::given::NOW);
                Ok([new()?.0, new()?.0])
            })
            .await;
        assert_eq!(ids, [1_001, 1_002]);
    })
    .await;
}
