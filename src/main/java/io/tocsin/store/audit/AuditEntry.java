package io.tocsin.store.audit;

import io.tocsin.store.sql.Id;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Who did what to what, and why; kept in the transaction that does it, and never changed. A moment later it is {@linkplain SealAudit
 * sealed}.
 *
 * @param actor the token that was shown, and the name that its bearer gave, if any
 * @param action such as {@code dead-letter.redrive}
 * @param target the id of what it was done to
 * @param detail one line: what it was about and the reason that was given; may be empty
 */
public record AuditEntry(String actor, String action, String target, String detail) {

    /** Who notes what retention removes of who was notified; an index leaves it out. */
    public static final String OUTCOMES_BY = "hub.retention";

    private static final String INSERT = """
            INSERT INTO audit (id, at, actor, action, target, detail)
            VALUES (:id, :at, :actor, :action, :target, :detail)
            """;

    /** Writes entries inside the transaction that they are about. */
    public static void write(Handle tx, List<AuditEntry> entries, Instant now) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(INSERT);
        for (AuditEntry entry : entries) {
            batch.bind("id", Id.AUDIT.next(now))
                    .bind("at", now.toEpochMilli())
                    .bind("actor", entry.actor)
                    .bind("action", entry.action)
                    .bind("target", entry.target)
                    .bind("detail", entry.detail)
                    .add();
        }
        batch.execute();
    }
}
