package io.tocsin.pipeline.checkin;

import io.tocsin.model.checkin.CheckIn;
import io.tocsin.model.checkin.Standing;
import io.tocsin.pipeline.inbox.OwnEvents;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Reports, looks and edits of check-ins. What becomes late by it, or is late no more, is said by an event in the same transaction, so that
 * of several hubs one says it, once, whatever ends in between.
 *
 * <p>Locks: first the mark, where it is needed, then the check-ins in the order of their names.
 *
 * <p>Gives how the one stands that was reported, if there is one of its name.
 */
final class ChangeCheckIns implements Change<CheckInInput, Optional<Standing>> {

    /** How often some hub writes down that it was there. */
    static final Duration MARKED = Duration.ofSeconds(10);

    /** If no hub did for so long, none was there, or the store was away from all. */
    private static final Duration GAP = Duration.ofSeconds(30);

    /** Until when reports were taken; there only where there are check-ins. */
    private static final String MARK = "SELECT at FROM probe WHERE name = 'check-ins' ";

    private static final String FIRST_MARK =
            "INSERT INTO probe (name, at) VALUES ('check-ins', ?) ON CONFLICT (name) DO NOTHING";

    private static final String NEXT_MARK = "UPDATE probe SET at = ? WHERE name = 'check-ins'";

    private static final String DUE = "SELECT name FROM check_in WHERE due_at IS NOT NULL AND due_at <= ?";

    /** When there is something to look at, or to write down. */
    static final String EARLIEST = """
            SELECT min(at) FROM (
                SELECT min(due_at) AS at FROM check_in WHERE due_at IS NOT NULL
                UNION ALL SELECT at + %d FROM probe WHERE name = 'check-ins') AS look
            """.formatted(MARKED.toMillis());

    private final Corridor corridor;

    ChangeCheckIns(Corridor corridor) {
        this.corridor = corridor;
    }

    @Override
    public List<Optional<Standing>> apply(Handle tx, List<CheckInInput> inputs, Instant now) {
        boolean follows = inputs.stream().anyMatch(CheckInInput.Followed.class::isInstance);
        boolean looks = inputs.stream().anyMatch(CheckInInput.Look.class::isInstance);
        if (follows) {
            Statements.of(tx).each(FIRST_MARK, List.of(now), (values, at) -> values.time(at));
        }
        Optional<Instant> mark = follows || looks ? mark(tx) : Optional.empty();
        boolean all = follows || mark.isPresent() && inputs.stream().anyMatch(input -> isAway(input, mark.get(), now));
        begin(tx, inputs, now);
        CheckInBook book =
                new CheckInBook(corridor.json(), corridor.hubs().isShared(), all ? all(tx) : among(tx, inputs, now));
        List<Optional<Standing>> results =
                inputs.stream().map(input -> apply(book, input, mark, now)).toList();
        book.write(tx);
        OwnEvents.accept(corridor, tx, book.events(), now);
        if (follows && book.isEmpty()) {
            tx.execute("DELETE FROM probe WHERE name = 'check-ins'");
        } else if (looks) {
            Instant to = inputs.stream()
                    .filter(CheckInInput.Look.class::isInstance)
                    .map(look -> known(look, now))
                    .max(Instant::compareTo)
                    .orElse(now);
            if (mark.filter(to::isAfter).isPresent()) {
                Statements.of(tx).each(NEXT_MARK, List.of(to), (values, at) -> values.time(at));
            }
        }
        return results;
    }

    private static Optional<Standing> apply(CheckInBook book, CheckInInput input, Optional<Instant> mark, Instant now) {
        if (input instanceof CheckInInput.Reported reported) {
            book.reported(reported.name(), reported.at(), now);
            return book.standing(reported.name());
        }
        if (input instanceof CheckInInput.Followed followed) {
            book.follow(followed.entries(), now);
        } else if (input instanceof CheckInInput.Look look) {
            Instant known = known(look, now);
            look.reports().forEach((name, at) -> book.reported(name, at, known));
            mark.filter(from -> isAway(look, from, now))
                    .ifPresent(from -> book.each(standing -> standing.away(from, known), known));
            book.look(known);
        }
        return Optional.empty();
    }

    private static boolean isAway(CheckInInput input, Instant mark, Instant now) {
        return input instanceof CheckInInput.Look look
                && (look.begun().filter(mark::isBefore).isPresent()
                        || Duration.between(mark, known(look, now)).compareTo(GAP) > 0);
    }

    /** The hub's clock may be before the store's, and the other way round. */
    private static Instant known(CheckInInput input, Instant now) {
        return input instanceof CheckInInput.Look look && look.known().isBefore(now) ? look.known() : now;
    }

    private Optional<Instant> mark(Handle tx) {
        return tx.createQuery(MARK + corridor.store().dialect().forUpdate())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    /** Makes rows of those that are new; who makes one at the same time as another hub waits for it. */
    private void begin(Handle tx, List<CheckInInput> inputs, Instant now) {
        Map<String, CheckIn> wanted = inputs.stream()
                .flatMap(input -> input.entries().stream())
                .collect(Collectors.toMap(CheckIn::name, one -> one, (one, other) -> other, TreeMap::new));
        if (!wanted.isEmpty()) {
            List<String> there = Statements.of(tx)
                    .among(
                            "SELECT name FROM check_in WHERE name IN (<list>)",
                            List.copyOf(wanted.keySet()),
                            row -> row.getString(1));
            wanted.keySet().removeAll(there);
            List<CheckInRow> made = wanted.values().stream()
                    .map(entry -> CheckInBook.begin(corridor.json(), entry, now))
                    .toList();
            Statements.of(tx)
                    .each(
                            CheckInRow.INSERT,
                            made,
                            (values, row) -> row.bind(values, corridor.hubs().isShared()));
        }
    }

    private List<CheckInRow> all(Handle tx) {
        return Statements.of(tx).list(CheckInRow.SELECT + held(), values -> {}, CheckInRow::read);
    }

    /** Those that are named, and those that are due. */
    private List<CheckInRow> among(Handle tx, List<CheckInInput> inputs, Instant now) {
        TreeSet<String> names =
                inputs.stream().flatMap(input -> input.names().stream()).collect(Collectors.toCollection(TreeSet::new));
        inputs.stream()
                .filter(CheckInInput.Look.class::isInstance)
                .map(look -> known(look, now))
                .forEach(known -> names.addAll(
                        Statements.of(tx).list(DUE, values -> values.time(known), row -> row.getString(1))));
        return Statements.of(tx).among(CheckInRow.SELECT + " WHERE name IN (<list>)" + held(), names, CheckInRow::read);
    }

    private String held() {
        return corridor.store().dialect().held("name");
    }
}
