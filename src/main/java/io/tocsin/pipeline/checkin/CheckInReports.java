package io.tocsin.pipeline.checkin;

import io.micrometer.core.instrument.Counter;
import io.tocsin.files.NearestWord;
import io.tocsin.model.checkin.CheckIn;
import io.tocsin.model.checkin.Standing;
import io.tocsin.source.protocol.CheckInDesk;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has to report, as this hub takes it: reports, looks for those that are late, edits of the files.
 *
 * <p>A report that comes soon after one that is on disk ({@link io.tocsin.model.checkin.Terms#slack}) is answered from memory and written
 * within some ten seconds, with others. Should the hub die before, its next start adds as much as it may have forgotten.
 */
public final class CheckInReports implements CheckInDesk {

    private static final Logger LOG = LoggerFactory.getLogger(CheckInReports.class);

    private final Corridor corridor;
    private final Supplier<Map<String, CheckIn>> entries;
    private final BooleanSupplier knowsAll;
    private final ChangeCheckIns changing;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Counter taken;
    private final Counter unknown;
    private final Instant begun;
    private Optional<List<CheckIn>> followed = Optional.empty();

    /**
     * What is remembered of one.
     *
     * @param written the last report that is on disk
     * @param newest the last one
     */
    private record Kept(Instant written, Instant newest) {

        boolean isWritten() {
            return !newest.isAfter(written);
        }

        /** With a report that is on disk now. */
        Kept wrote(Instant at) {
            return new Kept(later(written, at), later(newest, at));
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    /**
     * @param corridor where they stand
     * @param entries what the rules files say now, by name
     * @param knowsAll whether those are what all hubs on the store go by
     */
    public CheckInReports(Corridor corridor, Supplier<Map<String, CheckIn>> entries, BooleanSupplier knowsAll) {
        this.corridor = corridor;
        this.entries = entries;
        this.knowsAll = knowsAll;
        this.changing = new ChangeCheckIns(corridor);
        this.taken = counter("taken");
        this.unknown = counter("unknown");
        this.begun = corridor.clock().instant();
    }

    private Counter counter(String outcome) {
        return Counter.builder("tocsin.check.in.reports")
                .description("Reports of check-ins; unknown where the rules files have none of the name")
                .tag("outcome", outcome)
                .register(corridor.meters());
    }

    @Override
    public CompletionStage<Optional<String>> report(String name) {
        Optional<CheckIn> entry = Optional.ofNullable(entries.get().get(name));
        if (entry.isEmpty() && (knowsAll.getAsBoolean() || !CheckIn.isName(name))) {
            return CompletableFuture.completedFuture(Optional.of(stranger(name)));
        }
        Instant now = corridor.clock().instant();
        if (entry.isPresent() && isSoon(entry.get(), now)) {
            taken.increment();
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return corridor.store()
                .submit(changing, new CheckInInput.Reported(name, entry.filter(own -> knowsAll.getAsBoolean()), now))
                .thenApply(standing -> {
                    if (standing.isEmpty()) {
                        return Optional.of(stranger(name));
                    }
                    kept.merge(name, new Kept(now, now), (one, other) -> one.wrote(now));
                    taken.increment();
                    return Optional.empty();
                });
    }

    /** Whether it comes so soon after one that is on disk that it need not be written at once; it is remembered then. */
    private boolean isSoon(CheckIn entry, Instant now) {
        Kept next = kept.computeIfPresent(
                entry.name(),
                (name, one) -> isSoon(entry, one, now) ? new Kept(one.written, Kept.later(one.newest, now)) : one);
        return next != null && isSoon(entry, next, now);
    }

    private static boolean isSoon(CheckIn entry, Kept one, Instant now) {
        return !now.isBefore(one.written)
                && now.isBefore(one.written.plus(entry.terms().slack()));
    }

    private String stranger(String name) {
        unknown.increment();
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return "No check-in is called `" + shown + "`; "
                + NearestWord.of(name, entries.get().keySet())
                        .map(word -> "did you mean `" + word + "`?")
                        .orElse("add it under `check-ins:` in a rules file of the hub, routes/rules/check-ins.yaml say,"
                                + " or correct the name in the URL.");
    }

    /**
     * Looks which are late, and writes down what was reported meanwhile.
     *
     * @param upTo the time up to which it is known that the clock was not set; empty while it is not known, and nothing is late
     * @param startedAlone whether no other hub was there when this one started
     */
    public DueWork work(Supplier<Optional<Instant>> upTo, boolean startedAlone) {
        AtomicBoolean start = new AtomicBoolean(startedAlone);
        return new DueWork("check-ins", ChangeCheckIns.EARLIEST, () -> {
            upTo.get().ifPresent(known -> {
                look(known, start.get());
                start.set(false);
            });
            return false;
        });
    }

    /** One look; blocks. @param isStart whether no hub was there before this one, and it is the first look */
    void look(Instant known, boolean isStart) {
        Map<String, Instant> reports = unwritten();
        corridor.store()
                .submit(
                        changing,
                        new CheckInInput.Look(known, Optional.of(begun).filter(at -> isStart), reports))
                .join();
        reports.forEach((name, at) -> kept.computeIfPresent(name, (same, one) -> one.wrote(at)));
    }

    private Map<String, Instant> unwritten() {
        Map<String, Instant> reports = new HashMap<>();
        kept.forEach((name, one) -> {
            if (!one.isWritten()) {
                reports.put(name, one.newest);
            }
        });
        return reports;
    }

    /** Before the hub stops: what is only in memory is written. Blocks; where the store is away the next start allows for it. */
    public void close() {
        List<CompletableFuture<Optional<Standing>>> writing = new ArrayList<>();
        unwritten()
                .forEach((name, at) -> writing.add(
                        corridor.store().submit(changing, new CheckInInput.Reported(name, Optional.empty(), at))));
        writing.forEach(CompletableFuture::join);
    }

    /** Looks whether the files were edited. Blocks while there is something to do; does not throw; by one thread at a time. */
    public void follow() {
        List<CheckIn> now = List.copyOf(entries.get().values());
        if (followed.filter(now::equals).isPresent() || !knowsAll.getAsBoolean()) {
            return;
        }
        try {
            kept.keySet().retainAll(now.stream().map(CheckIn::name).toList());
            if (!now.isEmpty() || isAny()) {
                corridor.store()
                        .submit(changing, new CheckInInput.Followed(new ArrayList<>(now)))
                        .join();
            }
            followed = Optional.of(now);
        } catch (RuntimeException e) {
            if (!corridor.store().isAway(e)) { // else the log says why, and it goes on at the next turn
                LOG.warn("check-ins of the files are not in use yet, it goes on", e);
            }
        }
    }

    private boolean isAny() {
        return corridor.store()
                .read(tx -> tx.createQuery("SELECT name FROM check_in LIMIT 1")
                        .mapTo(String.class)
                        .findOne())
                .isPresent();
    }

    /** All of them by name, with what this hub heard and has not written yet. Blocks. */
    public List<CheckInRow> list() {
        Instant now = corridor.clock().instant();
        List<CheckInRow> rows = corridor.store().read(tx -> Statements.of(tx)
                .list(CheckInRow.SELECT + " ORDER BY name", values -> {}, CheckInRow::read));
        return rows.stream().map(row -> row.with(withNewest(row, now))).toList();
    }

    private Standing withNewest(CheckInRow row, Instant now) {
        return Optional.ofNullable(kept.get(row.name()))
                .filter(one -> !one.isWritten())
                .map(one -> row.standing().reported(one.newest, now))
                .orElse(row.standing());
    }
}
