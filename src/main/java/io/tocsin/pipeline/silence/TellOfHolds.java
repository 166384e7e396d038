package io.tocsin.pipeline.silence;

import io.tocsin.model.notice.Notice;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.time.Span;
import io.tocsin.pipeline.incident.EachIncident;
import io.tocsin.pipeline.incident.NewNotices;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.silence.HoldNotices.Due;
import io.tocsin.pipeline.silence.HoldNotices.What;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of silences that end and of windows that begin and end. What is to be said is looked up beside the writer; one
 * transaction takes the row that is due, writes the notice, and the next row where there is one.
 */
public final class TellOfHolds implements Change<TellOfHolds.Ready, Boolean> {

    /** So many at a time. */
    private static final int BATCH = 20;

    private static final Logger LOG = LoggerFactory.getLogger(TellOfHolds.class);

    private final Corridor corridor;
    private final Notifying notifying;
    private final SilenceNotices silences;
    private final WindowNotices windows;

    /**
     * One that is due.
     *
     * @param due which
     * @param notice what is told; empty where nobody is
     * @param next what is due later, of the same
     */
    record Ready(Due due, Optional<Notice> notice, List<Due> next) {

        static Ready nothing(Due due) {
            return new Ready(due, Optional.empty(), List.of());
        }
    }

    private TellOfHolds(Corridor corridor, Notifying notifying, Supplier<FileHolds> files) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.silences = new SilenceNotices(corridor, notifying);
        this.windows = new WindowNotices(corridor, notifying, files);
    }

    /**
     * Tells all that is due, whenever something is; with files that other hubs do not go by, nothing.
     *
     * @param executor where it goes through all that fires, which may take long
     */
    public static DueWork work(Corridor corridor, Notifying notifying, Supplier<FileHolds> files, Executor executor) {
        TellOfHolds telling = new TellOfHolds(corridor, notifying, files);
        return new DueWork(
                        "silence:notices",
                        HoldNotices.EARLIEST,
                        () -> notifying.mayDecide().getAsBoolean() && telling.batch() == BATCH)
                .on(executor);
    }

    private int batch() {
        List<Ready> ready = corridor.store().read(tx -> {
            Instant now = corridor.store().now(tx);
            List<Due> due = HoldNotices.due(tx, now, BATCH);
            Map<Scope, StillHidden> firing = StillHidden.of(tx, corridor.json(), asked(tx, due, now));
            return due.stream()
                    .map(one -> readyOrLater(tx, one, firing::get, now))
                    .toList();
        });
        if (!ready.isEmpty()) {
            corridor.store().submitInOrder(this, ready).forEach(CompletableFuture::join);
        }
        return ready.size();
    }

    /** Of which scopes it has to be known what fires, for all that is due: one look through what fires does for all. */
    private Set<Scope> asked(Handle tx, List<Due> due, Instant now) {
        Set<Scope> asked = new HashSet<>();
        for (Due one : due) {
            try {
                ready(
                        tx,
                        one,
                        scope -> {
                            asked.add(scope);
                            return StillHidden.NOTHING;
                        },
                        now);
            } catch (RuntimeException wrong) {
                if (EachIncident.isOfTheStore(wrong)) {
                    throw wrong;
                } // else it is put off when it is its turn
            }
        }
        return asked;
    }

    private Ready ready(Handle tx, Due due, Function<Scope, StillHidden> firing, Instant now) {
        return switch (due.what()) {
            case ENDING, ENDED -> new Ready(due, silences.notice(tx, due, firing, now), List.of());
            case BEGINS, ENDS -> windows.ready(tx, due, firing, now);
        };
    }

    /** One that cannot be told is put off: it must not keep the others from being told. */
    private Ready readyOrLater(Handle tx, Due due, Function<Scope, StillHidden> firing, Instant now) {
        try {
            return ready(tx, due, firing, now);
        } catch (RuntimeException wrong) {
            if (EachIncident.isOfTheStore(wrong)) {
                throw wrong;
            }
            LOG.error(
                    "nobody can be notified of {} ({}); the next try is in {}",
                    due.by(),
                    due.what().word(),
                    Span.words(EachIncident.AGAIN),
                    wrong);
            Due later =
                    new Due(due.by(), due.what(), now.plus(EachIncident.AGAIN).toEpochMilli());
            return new Ready(due, Optional.empty(), List.of(later));
        }
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Ready> all, Instant now) {
        NewNotices notices = new NewNotices(corridor, now);
        List<Boolean> taken = all.stream()
                .map(ready -> {
                    boolean mine = HoldNotices.take(tx, ready.due);
                    if (mine) {
                        if (ready.due.what() == What.ENDED) { // it does not end in a while any more
                            OwnNotice.withdraw(corridor, tx, ready.due.by(), "the silence has ended", now);
                        }
                        ready.notice.ifPresent(notices::add);
                        ready.next.forEach(next -> HoldNotices.plan(tx, next));
                    }
                    return mine;
                })
                .toList();
        notices.write(tx);
        return taken;
    }

    /** The row that is taken, that which follows, a notice. */
    @Override
    public int rows(Ready ready) {
        return 4;
    }
}
