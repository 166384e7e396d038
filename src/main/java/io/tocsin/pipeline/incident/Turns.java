package io.tocsin.pipeline.incident;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Statements;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** How many members of teams were paged in turn, so that each escalation begins with the next one. Not for several threads. */
final class Turns {

    private static final String READ = "SELECT number FROM turn WHERE team = ?";

    /** The row of a team that had none. Another hub may have made it meanwhile. */
    private static final String BEGIN = "INSERT INTO turn (number, team) VALUES (?, ?) ON CONFLICT (team) DO NOTHING";

    /**
     * Two hubs may have read the same number: then one member is paged for two incidents, and nobody is left out. So nobody waits for
     * who has the row just now, either.
     */
    private static final String COUNT =
            "UPDATE turn SET number = ? WHERE team = (SELECT team FROM turn WHERE team = ? %s)";

    private final Function<String, List<Long>> stored;
    private final Map<String, Long> next = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();

    private Turns(Function<String, List<Long>> stored) {
        this.stored = stored;
    }

    /** Those of the store. */
    static Turns of(Handle tx) {
        return new Turns(team -> Statements.of(tx).list(READ, values -> values.text(team), row -> row.getLong(1)));
    }

    /** None yet, in memory. */
    static Turns inMemory() {
        return new Turns(team -> List.of());
    }

    /** How many had theirs, before this one. */
    long next(String team) {
        long number = next.computeIfAbsent(team, this::before);
        next.put(team, number + 1);
        return number;
    }

    private long before(String team) {
        List<Long> found = stored.apply(team);
        if (found.isEmpty()) {
            unknown.add(team);
        }
        return found.isEmpty() ? 0 : found.get(0);
    }

    /** Writes what was given away since, each team for itself and in the order of their names. */
    void write(Handle tx, Dialect dialect) {
        write(tx, BEGIN, true);
        write(tx, COUNT.formatted(dialect.skipLocked()), false);
        next.clear();
        unknown.clear();
    }

    private void write(Handle tx, String sql, boolean isUnknown) {
        List<String> teams = next.keySet().stream()
                .filter(team -> unknown.contains(team) == isUnknown)
                .sorted()
                .toList();
        Statements.of(tx).each(sql, teams, (values, team) -> values.number(next.get(team))
                .text(team));
    }
}
