package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.ScopeJson;
import io.tocsin.model.silence.Silence;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.ReadableRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Silences as rows. */
final class SilenceTable {

    private static final String UPSERT = """
            INSERT INTO silence (id, scope, starts_at, ends_at, author, comment, changed_at)
            VALUES (:id, :scope, :starts, :ends, :author, :comment, :changed)
            ON CONFLICT (id) DO UPDATE SET
              starts_at = excluded.starts_at, ends_at = excluded.ends_at, author = excluded.author,
              comment = excluded.comment, changed_at = excluded.changed_at, version = silence.version + 1
            """;

    private SilenceTable() {}

    /**
     * A row.
     *
     * @param silence it
     * @param version rises with each change, from 1
     */
    record Versioned(Silence silence, long version) {}

    static RowMapper<Versioned> versioned(ObjectMapper json) {
        RowMapper<Silence> mapper = mapper(json);
        return (row, context) -> new Versioned(mapper.map(row, context), row.getLong("version"));
    }

    static RowMapper<Silence> mapper(ObjectMapper json) {
        return (row, context) -> new Silence(
                row.getString("id"),
                ScopeJson.read(JsonText.read(json, row.getString("scope"))),
                Instant.ofEpochMilli(row.getLong("starts_at")),
                Instant.ofEpochMilli(row.getLong("ends_at")),
                row.getString("author"),
                row.getString("comment"),
                Instant.ofEpochMilli(row.getLong("changed_at")));
    }

    /** Those that can be read: an alert that another one would hide is notified of, then. */
    static List<Silence> notOver(Handle tx, ObjectMapper json, Instant now) {
        return ReadableRows.list(
                "the silence",
                tx.createQuery("SELECT * FROM silence WHERE ends_at > :now").bind("now", now.toEpochMilli()),
                mapper(json));
    }

    static Optional<Silence> find(Handle tx, ObjectMapper json, String id) {
        return find(tx, json, id, "").map(Versioned::silence);
    }

    /** @param hold what holds the row until the transaction ends, where other hubs may change it */
    static Optional<Versioned> find(Handle tx, ObjectMapper json, String id, String hold) {
        return tx.createQuery("SELECT * FROM silence WHERE id = :id " + hold)
                .bind("id", id)
                .map(versioned(json))
                .findOne();
    }

    static void write(Handle tx, ObjectMapper json, Silence silence) {
        tx.createUpdate(UPSERT)
                .bind("id", silence.id())
                .bind("scope", JsonText.of(json, ScopeJson.write(silence.scope())))
                .bind("starts", silence.startsAt().toEpochMilli())
                .bind("ends", silence.endsAt().toEpochMilli())
                .bind("author", silence.author())
                .bind("comment", silence.comment())
                .bind("changed", silence.changedAt().toEpochMilli())
                .execute();
    }
}
