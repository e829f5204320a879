// DuckDB's part of bench_count.sh and bench_store.sh: the same returns, counted by wave, prefecture and type in one statement.
// Needs the npm package @duckdb/node-api in the current folder (installed by the scripts, outside the repository).
//
//     node bench_duckdb.mjs memory DATA.csv THREADS COUNTS.csv   a table in memory, in several forms; the fastest counts
//     node bench_duckdb.mjs make DATA.csv FILE                   a database file, in the form that reads least
//     node bench_duckdb.mjs file FILE THREADS COUNTS.csv         opened and counted
//
// Forms of a column of yes and no: BOOLEAN counted with count_if, SMALLINT and INTEGER summed; and groups as three columns of a
// byte each, or as one number worked out beforehand.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api');
const [verb, from, ...rest] = process.argv.slice(2);
const keys = ['wave', 'pref', 'type'].map((key) => `"${key}"`);
const forms = {
    BOOLEAN: (name) => `count_if("${name}")`,
    SMALLINT: (name) => `sum("${name}")`,
    INTEGER: (name) => `sum("${name}")`,
};

async function connect(path, threads) {
    const instance = await DuckDBInstance.create(path, { threads });
    return instance.connect();
}

async function columns(connection, of) {
    const described = await connection.runAndReadAll(`DESCRIBE ${of}`);
    return described.getRows().map((row) => row[0]).filter((name) => !['wave', 'pref', 'type', 'cell'].includes(name));
}

async function load(connection, csv, form) {
    const source = `read_csv('${csv}', header = true)`, names = await columns(connection, `SELECT * FROM ${source}`);
    const cells = names.map((name) => (name.endsWith('_value') ? `"${name}"::USMALLINT "${name}"` : `("${name}" = 1)::${form} "${name}"`));
    await connection.run(`CREATE OR REPLACE TABLE returns AS SELECT ${keys.map((key) => `${key}::UTINYINT ${key}`)},
        (wave * 1000 + pref * 10 + "type")::USMALLINT cell, ${cells} FROM ${source}`);
}

function statement(names, form, by) {
    const counts = names.map((name) => (name.endsWith('_value') ? `sum("${name}")` : forms[form](name)));
    return `SELECT ${by}, count(*), ${counts} FROM returns GROUP BY ${by}`;
}

async function time(connection, sql, runs) {
    let best = Infinity;
    for (let run = 0; run < runs; run++) {
        const began = performance.now();
        await connection.runAndReadAll(sql);
        best = Math.min(best, performance.now() - began);
    }
    return best;
}

async function write(connection, names, form, path) {
    const result = await connection.runAndReadAll(statement(names, form, keys.join()));
    const lines = result.getRows().map((row) => [...row.slice(0, 3), ...row.slice(4)].map((cell) => cell ?? 0).join());
    writeFileSync(path, [['wave', 'pref', 'type', ...names].join(), ...lines].join('\n') + '\n');
}

const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
if (verb === 'memory') {
    const [threads, counts] = rest;
    let best = Infinity;
    for (const form of Object.keys(forms)) {
        const connection = await connect(':memory:', threads);
        await load(connection, from, form);
        const names = await columns(connection, 'returns');
        for (const by of [keys.join(), 'cell']) {
            const took = await time(connection, statement(names, form, by), 4);
            console.log(`  DuckDB, ${threads} thread(s), ${form} by ${by}: ${took.toFixed(1)} ms`);
            best = Math.min(best, took);
        }
        if (counts && form === 'BOOLEAN') await write(connection, names, form, counts);
        connection.closeSync();
    }
    console.log(`  DuckDB's peak memory ${megabytes()} MB, of all forms`);
    console.log(`theirs_ms ${best.toFixed(3)}`);
} else if (verb === 'make') {
    const connection = await connect(rest[0], '2');
    await load(connection, from, 'BOOLEAN');
    await connection.run('CHECKPOINT');
    connection.closeSync();
} else if (verb === 'file') {
    const [threads, counts] = rest, began = performance.now();
    const connection = await connect(from, threads), names = await columns(connection, 'returns');
    await connection.runAndReadAll(statement(names, 'BOOLEAN', keys.join()));
    const took = performance.now() - began;
    console.log(`  DuckDB, ${threads} thread(s), opened and counted: ${took.toFixed(1)} ms; peak memory ${megabytes()} MB`);
    console.log(`theirs_ms ${took.toFixed(3)}`);
    if (counts) await write(connection, names, 'BOOLEAN', counts);
}
