import GRDB

/// The tables of a replica's file. A migration that has shipped is never edited; none has yet.
enum Schema {
    /// `ZSSY`: tells a replica from any other SQLite file.
    static let applicationID: Int32 = 0x5A53_5359
    /// The format that this program writes; a higher one is refused.
    static let version = 1

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
        return migrator
    }

    private static let first = """
        CREATE TABLE setting(
            name TEXT PRIMARY KEY, value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE replica(
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE scope(
            number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
        ) STRICT;

        -- The head of each feed; context is that of its last change. The shares of a scope's feeds
        -- make up its state: the sum of the SHA-256 of each record's canonical bytes, modulo 2^256.
        -- Which feed has what share means nothing: they stand here because this page is written with
        -- every save anyway.
        CREATE TABLE feed(
            number INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL REFERENCES scope(number),
            replica INTEGER NOT NULL REFERENCES replica(number),
            device TEXT NOT NULL, epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL, lamport INTEGER NOT NULL, hash BLOB NOT NULL,
            context BLOB NOT NULL, share BLOB NOT NULL,
            UNIQUE(scope, replica)
        ) STRICT;

        -- The log is the truth: header and body as sent. previous: the record's change that arrived
        -- before. body: salt and bytes, packed; NULL once erased, when digest stands for it.
        CREATE TABLE change(
            arrival INTEGER PRIMARY KEY,
            feed INTEGER NOT NULL REFERENCES feed(number),
            seq INTEGER NOT NULL, lamport INTEGER NOT NULL, previous INTEGER,
            hash BLOB NOT NULL, header BLOB NOT NULL, body BLOB, digest BLOB
        ) STRICT;
        -- Where changes of one feed arrived one after another: the first of them. A save by hand goes
        -- on with a run, so that finding changes by feed and seq costs it nothing. more: the runs that
        -- the same transaction began after this one, as differences; NULL for none.
        CREATE TABLE run(
            feed INTEGER NOT NULL, seq INTEGER NOT NULL, arrival INTEGER NOT NULL, more BLOB,
            PRIMARY KEY(feed, seq)
        ) STRICT, WITHOUT ROWID;

        -- The context of each change that had seen something new since its feed's change before.
        CREATE TABLE seen(
            feed INTEGER NOT NULL, seq INTEGER NOT NULL, context BLOB NOT NULL,
            PRIMARY KEY(feed, seq)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE checkpoint(
            feed INTEGER NOT NULL, seq INTEGER NOT NULL, signature BLOB NOT NULL,
            PRIMARY KEY(feed, seq)
        ) STRICT, WITHOUT ROWID;

        -- Records that no kind table shows: deleted ones, and those of kinds not known here yet.
        CREATE TABLE unlisted(
            kind TEXT NOT NULL, is_published INTEGER NOT NULL, record TEXT NOT NULL,
            site TEXT NOT NULL, latest INTEGER NOT NULL, is_deleted INTEGER NOT NULL,
            updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, state BLOB NOT NULL,
            PRIMARY KEY(kind, is_published, record, site)
        ) STRICT, WITHOUT ROWID;

        -- The kinds whose tables exist, as their files said.
        CREATE TABLE kind(
            name TEXT PRIMARY KEY, version INTEGER NOT NULL, source TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Every conflict ever seen; moved: the last arrival that opened, changed or settled it.
        CREATE TABLE conflict(
            id BLOB PRIMARY KEY, scope INTEGER NOT NULL REFERENCES scope(number),
            kind TEXT NOT NULL, record TEXT NOT NULL, class TEXT NOT NULL, field TEXT NOT NULL,
            other TEXT NOT NULL, is_open INTEGER NOT NULL, version BLOB NOT NULL,
            moved INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX conflict_record ON conflict(record);
        CREATE INDEX conflict_open ON conflict(id) WHERE is_open = 1;
        -- The candidates of every version that was ever shown here.
        CREATE TABLE conflict_version(
            conflict BLOB NOT NULL, version BLOB NOT NULL, dots BLOB NOT NULL,
            PRIMARY KEY(conflict, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE peer(
            device TEXT PRIMARY KEY, site TEXT NOT NULL, is_hub INTEGER NOT NULL,
            contacted_at INTEGER NOT NULL, clock_offset INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE peer_scope(
            peer TEXT NOT NULL, scope TEXT NOT NULL, digest BLOB NOT NULL,
            PRIMARY KEY(peer, scope)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE peer_feed(
            peer TEXT NOT NULL, feed INTEGER NOT NULL, seq INTEGER NOT NULL,
            PRIMARY KEY(peer, feed)
        ) STRICT, WITHOUT ROWID;

        -- Branches that do not count, before they were written anew. Two branches may give one name
        -- to two changes: a change is known by its cut and its place in that.
        CREATE TABLE quarantine(
            number INTEGER PRIMARY KEY, cut INTEGER NOT NULL, scope TEXT NOT NULL,
            replica BLOB NOT NULL, seq INTEGER NOT NULL, lamport INTEGER NOT NULL,
            context BLOB NOT NULL, hash BLOB NOT NULL, header BLOB NOT NULL, body BLOB,
            digest BLOB, reason TEXT NOT NULL
        ) STRICT;

        -- Records that the hub has erased: no body of theirs is kept here, whenever it comes.
        CREATE TABLE erased(
            site TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY(site, record)
        ) STRICT, WITHOUT ROWID;

        -- At the hub: public copies that a peer brought, until all of its push has come and they were
        -- held against their records.
        CREATE TABLE copy_due(
            site TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, peer TEXT NOT NULL,
            PRIMARY KEY(site, kind, record, peer)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX copy_due_peer ON copy_due(peer);

        -- What people must be told once: rollbacks, forks, refusals.
        CREATE TABLE notice(
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, code TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;

        CREATE TABLE audit(
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL,
            action TEXT NOT NULL, detail TEXT NOT NULL
        ) STRICT;

        -- What people have begun to enter here and not saved; it is sent to nobody.
        CREATE TABLE draft(
            record TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, content TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Join tokens: a hash of the secret, never the secret.
        CREATE TABLE invitation(
            secret_hash BLOB PRIMARY KEY, site TEXT NOT NULL, roles TEXT NOT NULL,
            label TEXT NOT NULL, expires_at INTEGER NOT NULL, device TEXT
        ) STRICT, WITHOUT ROWID;
        """
}
