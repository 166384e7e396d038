package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Input;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What people say of incidents; kept as long as the incident. */
final class Comments {

    private static final String INSERT = """
            INSERT INTO incident_comment (id, incident_id, said_at, author, content) VALUES (?, ?, ?, ?, ?)
            """;

    private static final String NEWEST = """
            SELECT id, said_at, author, content FROM incident_comment WHERE incident_id = ? ORDER BY id DESC LIMIT ?
            """;

    private static final String COUNT = "SELECT count(*) FROM incident_comment WHERE incident_id = ?";

    /**
     * One of them.
     *
     * @param id the hub's id of it
     * @param at when it was said
     * @param by who said it
     * @param text what
     */
    record Comment(String id, Instant at, String by, String text) {}

    private Comments() {}

    /** The newest of an incident, the oldest of them first. */
    static List<Comment> of(Handle tx, String incident, int most) {
        List<Comment> newestFirst = new ArrayList<>(Statements.of(tx)
                .list(
                        NEWEST,
                        values -> values.text(incident).number(most),
                        row -> new Comment(
                                row.getString("id"),
                                Instant.ofEpochMilli(row.getLong("said_at")),
                                row.getString("author"),
                                row.getString("content"))));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** Whether the newest one says just that: somebody said it again, since no answer came. */
    static boolean isNewest(Handle tx, String incident, Input.Commented said) {
        return of(tx, incident, 1).stream()
                .anyMatch(
                        newest -> newest.by().equals(said.by()) && newest.text().equals(said.text()));
    }

    /** How many an incident has. */
    static long count(Handle tx, String incident) {
        return Statements.of(tx)
                .list(COUNT, values -> values.text(incident), row -> row.getLong(1))
                .get(0);
    }

    /** Keeps one; gives the hub's id of it. */
    static String add(Handle tx, String incident, Input.Commented comment, Instant now) {
        String id = Id.COMMENT.next();
        Statements.of(tx).each(INSERT, List.of(comment), (values, said) -> values.text(id)
                .text(incident)
                .time(now)
                .text(said.by())
                .text(said.text()));
        return id;
    }
}
