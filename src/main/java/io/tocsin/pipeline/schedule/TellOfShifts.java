package io.tocsin.pipeline.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Paging;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.QuietKind;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.schedule.Handover;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.time.Span;
import io.tocsin.pipeline.incident.EachIncident;
import io.tocsin.pipeline.incident.NewNotices;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.silence.OwnNotice;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies those who come and those who go where a schedule changes hands, once each: who was on call stands in the store, and one transaction
 * writes who is now and the notices.
 *
 * <p>A clock that was set back changes nothing: what it shows again was seen.
 */
public final class TellOfShifts implements Change<TellOfShifts.Ready, Boolean> {

    private static final Logger LOG = LoggerFactory.getLogger(TellOfShifts.class);

    private static final int BATCH = 20;

    /** What does not change for so long is looked at all the same. */
    private static final Duration LATEST = Duration.ofDays(100);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm zzz", Locale.ENGLISH);

    private final Corridor corridor;
    private final Notifying notifying;

    /**
     * One that was looked at.
     *
     * @param people who is on call; empty where the clock shows a time that was seen
     * @param next when it is looked at again
     */
    record Ready(ShiftsSeen.Row row, Optional<List<String>> people, Instant next, List<Notice> notices) {}

    private TellOfShifts(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
    }

    /** Notifies of all hand-overs, whenever there is one; with files that other hubs do not go by, of none. */
    public static DueWork work(Corridor corridor, Notifying notifying) {
        TellOfShifts telling = new TellOfShifts(corridor, notifying);
        return new DueWork(
                "schedule:shifts",
                ShiftsSeen.EARLIEST,
                () -> notifying.mayDecide().getAsBoolean() && telling.batch() == BATCH);
    }

    private int batch() {
        List<Ready> ready = corridor.store().read(tx -> {
            Instant now = corridor.store().now(tx);
            return ShiftsSeen.due(tx, now, BATCH).stream()
                    .sorted(Comparator.comparing(ShiftsSeen.Row::schedule))
                    .map(row -> readyOrLater(row, now))
                    .toList();
        });
        if (!ready.isEmpty()) {
            corridor.store().submitInOrder(this, ready).forEach(CompletableFuture::join);
        }
        return ready.size();
    }

    /** One of which nobody can be notified is put off: it must not keep the others from being notified of. */
    private Ready readyOrLater(ShiftsSeen.Row row, Instant now) {
        try {
            return ready(row, now);
        } catch (RuntimeException wrong) {
            if (EachIncident.isOfTheStore(wrong)) {
                throw wrong;
            }
            LOG.error(
                    "nobody can be notified of who is on call in {}; the next try is in {}",
                    row.schedule(),
                    Span.words(EachIncident.AGAIN),
                    wrong);
            return new Ready(row, Optional.empty(), now.plus(EachIncident.AGAIN), List.of());
        }
    }

    private Ready ready(ShiftsSeen.Row row, Instant now) {
        Recipients recipients = notifying.recipients().get();
        Optional<Schedule> found =
                recipients.schedule(row.schedule()).filter(one -> one.handover().isPresent());
        if (found.isEmpty()) { // its row goes when the files are followed
            return new Ready(row, Optional.empty(), now.plus(LATEST), List.of());
        }
        if (row.seenAt() > now.toEpochMilli()) {
            return new Ready(row, Optional.empty(), Instant.ofEpochMilli(row.seenAt()), List.of());
        }
        Schedule schedule = found.get();
        List<String> people = schedule.people(now);
        Instant next = schedule.until(now).orElse(now.plus(LATEST));
        List<Notice> notices = row.names(corridor.json())
                .map(before -> notices(schedule, before, people, recipients, now))
                .orElse(List.of());
        return new Ready(row, Optional.of(people), next, notices);
    }

    private List<Notice> notices(
            Schedule schedule, List<String> before, List<String> people, Recipients recipients, Instant now) {
        List<String> came =
                people.stream().filter(name -> !before.contains(name)).toList();
        List<String> went =
                before.stream().filter(name -> !people.contains(name)).toList();
        if (came.isEmpty() && went.isEmpty()) {
            return List.of();
        }
        Handover handover = schedule.handover().orElseThrow();
        ObjectNode shift = shift(schedule, before, people, now);
        List<Notice> notices = new ArrayList<>();
        for (String name : handover.incoming() ? came : List.<String>of()) {
            recipients.person(name).ifPresent(person -> notice(
                            schedule,
                            "You are on call in " + schedule.name() + until(schedule, now, person.timeZone())
                                    + "; before: " + words(before),
                            to(person, handover, recipients, now),
                            shift,
                            now)
                    .ifPresent(notices::add));
        }
        for (String name : handover.outgoing() ? went : List.<String>of()) {
            recipients.person(name).ifPresent(person -> notice(
                            schedule,
                            "You are no longer on call in " + schedule.name() + "; now: " + words(people)
                                    + until(schedule, now, person.timeZone()),
                            to(person, handover, recipients, now),
                            shift,
                            now)
                    .ifPresent(notices::add));
        }
        notice(
                        schedule,
                        "On call in " + schedule.name() + ": " + words(people) + until(schedule, now, schedule.zone())
                                + "; before: " + words(before),
                        handover.receivers().stream().map(Address::of).toList(),
                        shift,
                        now)
                .ifPresent(notices::add);
        return notices;
    }

    private static List<Address> to(Person person, Handover handover, Recipients recipients, Instant now) {
        List<String> kinds = handover.via().isEmpty()
                ? QuietKind.of(person, recipients).stream().toList()
                : handover.via().stream().filter(person::has).toList();
        Target.People target = Paging.at(person.name(), kinds);
        return kinds.isEmpty()
                ? List.of()
                : Resolution.of(List.of(target), Severity.INFO, now, recipients).drafts();
    }

    private Optional<Notice> notice(Schedule schedule, String title, List<Address> to, ObjectNode shift, Instant now) {
        AboutIncident about = new AboutIncident(
                "shift-" + schedule.name(),
                Optional.empty(),
                now.toEpochMilli(),
                Severity.INFO,
                title,
                now,
                Optional.empty(),
                Counts.NONE,
                0,
                Handling.NONE);
        return OwnNotice.of(corridor, about, NoticeKind.UPDATED, 1, to, List.of(), Optional.of(shift), now);
    }

    /** What other systems read of it. */
    private ObjectNode shift(Schedule schedule, List<String> before, List<String> people, Instant now) {
        ObjectNode shift = corridor.json().createObjectNode().put("schedule", schedule.name());
        shift.set("people", names(people));
        shift.set("before", names(before));
        schedule.until(now).ifPresent(until -> shift.put("until", until.toString()));
        return shift;
    }

    private ArrayNode names(List<String> people) {
        ArrayNode names = corridor.json().createArrayNode();
        people.forEach(names::add);
        return names;
    }

    private static String until(Schedule schedule, Instant now, ZoneId zone) {
        return schedule.until(now)
                .map(until -> " until " + CLOCK.format(until.atZone(zone)))
                .orElse("");
    }

    private static String words(List<String> people) {
        return people.isEmpty() ? "nobody" : String.join(", ", people);
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Ready> all, Instant now) {
        NewNotices notices = new NewNotices(corridor, now);
        List<Boolean> taken = all.stream()
                .map(ready -> {
                    boolean mine = ShiftsSeen.take(tx, corridor.json(), ready.row, ready.people, now, ready.next);
                    if (mine) {
                        ready.notices.forEach(notices::add);
                    }
                    return mine;
                })
                .toList();
        notices.write(tx);
        return taken;
    }

    /** The row, and a notice for each of some. */
    @Override
    public int rows(Ready ready) {
        return 1 + 2 * ready.notices.size();
    }
}
