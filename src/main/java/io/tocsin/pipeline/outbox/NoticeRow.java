package io.tocsin.pipeline.outbox;

import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads a row of the table {@code notice}. */
public final class NoticeRow {

    private NoticeRow() {}

    /**
     * The notice in the current row.
     *
     * @param row with all columns of {@code notice}
     * @param targets who is told of it; the row has them as JSON
     */
    public static Notice read(ResultSet row, List<Target> targets) throws SQLException {
        return new Notice(
                row.getString("id"),
                row.getString("incident_id"),
                row.getString("event_id"),
                row.getLong("sequence"),
                NoticeKind.ofWord(row.getString("kind")),
                row.getString("rule"),
                targets,
                row.getString("message"),
                row.getLong("fence"));
    }
}
