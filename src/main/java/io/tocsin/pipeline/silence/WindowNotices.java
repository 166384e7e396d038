package io.tocsin.pipeline.silence;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Occasion;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.silence.HoldNotices.Due;
import io.tocsin.pipeline.silence.HoldNotices.What;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Says that a maintenance window begins and ends to whom its {@code notify} names. */
final class WindowNotices {

    /**
     * A window of a file, or one that somebody made.
     *
     * @param scope which alerts
     * @param times when it goes on
     * @param targets who is told
     * @param words what it is, for a reader
     * @param overAt when it is over for good, where that is known
     */
    private record Told(Scope scope, Recurrence times, List<Target> targets, String words, Optional<Instant> overAt) {

        /** Whether another one went on until then, so that it does not begin. */
        private boolean goesOn(Occasion occasion) {
            return times.at(occasion.begin().minusMillis(1)).isPresent();
        }
    }

    private static final String LAST =
            "SELECT round, version, kind FROM notice WHERE incident_id = :id ORDER BY version DESC LIMIT 1";

    /**
     * What was told last of a window.
     *
     * @param isOpen whether nobody heard yet that it ended
     */
    private record Last(long round, long version, boolean isOpen) {}

    private final Corridor corridor;
    private final Notifying notifying;
    private final Supplier<FileHolds> files;

    WindowNotices(Corridor corridor, Notifying notifying, Supplier<FileHolds> files) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.files = files;
    }

    /**
     * What is told, and what is due next.
     *
     * @param firing what fires that fits; asked only where somebody is told of it
     */
    TellOfHolds.Ready ready(Handle tx, Due due, Function<Scope, StillHidden> firing, Instant now) {
        String name = HoldNotices.name(due.by());
        Optional<Told> found = find(tx, name).filter(window -> !window.targets.isEmpty());
        if (found.isEmpty()) {
            return TellOfHolds.Ready.nothing(due);
        }
        return due.what() == What.BEGINS ? begins(tx, due, found.get(), now) : ends(tx, due, found.get(), firing, now);
    }

    private Optional<Told> find(Handle tx, String name) {
        if (Id.WINDOW.names(name)) {
            return WindowTable.find(tx, corridor.json(), name, "")
                    .map(window -> new Told(
                            window.scope(),
                            window.times(),
                            window.targets(),
                            OwnNotice.words(window.id(), window.comment()),
                            window.overAt()));
        }
        return files.get().windows().stream()
                .filter(window -> window.name().equals(name))
                .findFirst()
                .map(window -> new Told(
                        Scope.of(window.when()),
                        window.times(),
                        window.targets(),
                        OwnNotice.words(window.name(), window.description()),
                        Optional.empty()));
    }

    /** One that the hub was away for is told to nobody. */
    private TellOfHolds.Ready begins(Handle tx, Due due, Told window, Instant now) {
        List<Due> next = new ArrayList<>();
        window.times
                .next(now)
                .ifPresent(one ->
                        next.add(new Due(due.by(), What.BEGINS, one.begin().toEpochMilli())));
        Optional<Occasion> occasion = window.times
                .at(now)
                .filter(one -> window.overAt.filter(over -> !now.isBefore(over)).isEmpty());
        occasion.ifPresent(
                one -> next.add(new Due(due.by(), What.ENDS, one.end().toEpochMilli())));
        Optional<Notice> notice = occasion.flatMap(one ->
                notice(tx, due, window, one, ", until " + one.end(), StillHidden.NOTHING, Optional.empty(), now));
        return new TellOfHolds.Ready(due, notice, next);
    }

    private TellOfHolds.Ready ends(Handle tx, Due due, Told window, Function<Scope, StillHidden> firing, Instant now) {
        Instant end = Instant.ofEpochMilli(due.at());
        Occasion was = window.times
                .at(end.minusMillis(1))
                .orElseGet(() -> new Occasion(end.minus(Duration.ofMinutes(1)), end));
        if (to(window, now).isEmpty()) {
            return TellOfHolds.Ready.nothing(due);
        }
        StillHidden hidden = firing.apply(window.scope);
        String fires = hidden.firing().total() == 0 ? "" : "; " + hidden.stillFire();
        return new TellOfHolds.Ready(
                due, notice(tx, due, window, was, fires, hidden, Optional.of(now), now), List.of());
    }

    /** Of no severity: whatever still fires is notified by its own rules. */
    private List<Address> to(Told window, Instant now) {
        return Resolution.of(
                        window.targets,
                        Severity.INFO,
                        now,
                        notifying.recipients().get())
                .drafts();
    }

    /** An end closes what was opened, and what goes on is the same still: a provider keeps open whatever it hears no end of. */
    private Optional<Notice> notice(
            Handle tx,
            Due due,
            Told window,
            Occasion occasion,
            String rest,
            StillHidden hidden,
            Optional<Instant> over,
            Instant now) {
        Optional<Last> last = last(tx, due);
        Optional<Last> open = last.filter(Last::isOpen).filter(any -> over.isPresent() || window.goesOn(occasion));
        NoticeKind kind =
                over.isPresent() ? NoticeKind.RESOLVED : open.isPresent() ? NoticeKind.UPDATED : NoticeKind.OPENED;
        long own = occasion.begin().getEpochSecond() / 60;
        long version = 2 * own + (over.isPresent() ? 1 : 0);
        AboutIncident about = new AboutIncident(
                OwnNotice.id(due.by()),
                Optional.empty(),
                Math.max(version, last.map(one -> one.version + 1).orElse(version)),
                Severity.INFO,
                "Maintenance " + word(kind) + ": " + window.words + rest,
                occasion.begin(),
                over,
                over.isPresent() ? Counts.NONE : hidden.firing(),
                0,
                Handling.NONE);
        return OwnNotice.of(
                corridor, about, kind, open.map(Last::round).orElse(own), to(window, now), hidden.first(), now);
    }

    private static String word(NoticeKind kind) {
        return switch (kind) {
            case RESOLVED -> "ended";
            case UPDATED -> "goes on";
            default -> "begins";
        };
    }

    private static Optional<Last> last(Handle tx, Due due) {
        return tx.createQuery(LAST)
                .bind("id", OwnNotice.id(due.by()))
                .map((row, context) -> new Last(
                        row.getLong("round"),
                        row.getLong("version"),
                        NoticeKind.ofWord(row.getString("kind")) != NoticeKind.RESOLVED))
                .findOne();
    }
}
