package io.tocsin.pipeline.rest;

import io.tocsin.model.recipient.Rest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rests as rows. */
final class RestTable {

    private RestTable() {}

    /** Those that are not over. */
    static List<Rest> all(Handle tx, Instant now) {
        return tx.createQuery("SELECT person, kind, until FROM rest WHERE until > :now")
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Rest(
                        row.getString("person"), row.getString("kind"), Instant.ofEpochMilli(row.getLong("until"))))
                .list();
    }

    /** Until when somebody wants to be left alone there, over or not. */
    static Optional<Instant> until(Handle tx, String person, String kind) {
        return tx.createQuery("SELECT until FROM rest WHERE person = :person AND kind = :kind")
                .bind("person", person)
                .bind("kind", kind)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }
}
