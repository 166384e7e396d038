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
    private record Told(Scope scope, Recurrence times, List<Target> targets, String words, Optional<Instant> overAt) {}

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
        return due.what() == What.BEGINS ? begins(due, found.get(), now) : ends(due, found.get(), firing, now);
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
    private TellOfHolds.Ready begins(Due due, Told window, Instant now) {
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
        Optional<Notice> notice = occasion.flatMap(one -> notice(
                due,
                window,
                one,
                "Maintenance begins: " + window.words + ", until " + one.end(),
                StillHidden.NOTHING,
                Optional.empty(),
                now));
        return new TellOfHolds.Ready(due, notice, next);
    }

    private TellOfHolds.Ready ends(Due due, Told window, Function<Scope, StillHidden> firing, Instant now) {
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
                due,
                notice(due, window, was, "Maintenance ended: " + window.words + fires, hidden, Optional.of(now), now),
                List.of());
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

    private Optional<Notice> notice(
            Due due,
            Told window,
            Occasion occasion,
            String title,
            StillHidden hidden,
            Optional<Instant> over,
            Instant now) {
        long round = occasion.begin().getEpochSecond() / 60;
        AboutIncident about = new AboutIncident(
                OwnNotice.id(due.by()),
                Optional.empty(),
                2 * round + (over.isPresent() ? 1 : 0),
                Severity.INFO,
                title,
                occasion.begin(),
                over,
                over.isPresent() ? Counts.NONE : hidden.firing(),
                0,
                Handling.NONE);
        NoticeKind kind = over.isPresent() ? NoticeKind.RESOLVED : NoticeKind.OPENED;
        return OwnNotice.of(corridor, about, kind, round, to(window, now), hidden.first(), now);
    }
}
