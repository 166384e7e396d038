package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How the database answers a question, and that it reads none of the large tables whole for it. */
public final class Plans {

    /** The index by which deliveries are found by their notice. */
    public static final String BY_NOTICE = "delivery_notice_id|sqlite_autoindex_delivery_2";

    /** Gives a question its values, of which none matters. */
    @FunctionalInterface
    public interface Values {
        void bind(Query query);
    }

    private Plans() {}

    /** The steps of the plan, a line each. */
    public static String of(Store store, String query, Values values) {
        List<String> steps =
                store.read(tx -> TestStores.onPostgresql() ? postgresql(tx, query, values) : sqlite(tx, query, values));
        assertThat(steps)
                .noneMatch(step -> step.matches(".*Seq Scan on (delivery|event|notice).*")
                        || step.matches("SCAN (d|n|delivery|event|notice)( .*)?"));
        return String.join("\n", steps);
    }

    private static List<String> sqlite(Handle tx, String query, Values values) {
        return rows(tx.createQuery("EXPLAIN QUERY PLAN " + query), values, "detail");
    }

    /** Of tables that are empty it would read the whole, as is right; whether it can do otherwise is what is asked. */
    private static List<String> postgresql(Handle tx, String query, Values values) {
        tx.execute("SET LOCAL enable_seqscan = off");
        return rows(tx.createQuery("EXPLAIN " + query), values, "QUERY PLAN");
    }

    private static List<String> rows(Query query, Values values, String column) {
        values.bind(query);
        return query.map((row, context) -> row.getString(column)).list();
    }
}
