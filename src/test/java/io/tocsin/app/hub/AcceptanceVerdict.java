package io.tocsin.app.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one receiver was told of a case beside what was wanted: each wanted notice once, in their order, none too early, too late or
 * twice, and nothing else.
 */
final class AcceptanceVerdict {

    /**
     * What is wrong.
     *
     * @param what in words
     * @param slow whether a machine that stood still for a moment could be the cause
     */
    record Fault(String what, boolean slow) {}

    /** How late a notice may be: what docs/operations.md says of lateness, and more where the hub was away. */
    private static final Duration LATE = Duration.ofSeconds(2);

    private static final Duration LATE_AFTER_START = Duration.ofSeconds(10);

    private final AcceptanceCase of;
    private final List<AcceptanceCase.Want> wants;
    private final AcceptanceRun.Played time;
    private final boolean killed;
    private final List<Fault> faults = new ArrayList<>();

    AcceptanceVerdict(AcceptanceCase of, List<AcceptanceCase.Want> wants, AcceptanceRun.Played time, boolean killed) {
        this.of = of;
        this.wants = wants;
        this.time = time;
        this.killed = killed;
    }

    private boolean wasAway() {
        return time.interrupted() < Double.POSITIVE_INFINITY;
    }

    /** Whether all has come that is wanted, or is overdue, and nothing else is to be waited for. */
    boolean isOver(List<AcceptanceReceivers.Arrival> arrivals) {
        Instant now = Instant.now();
        if (now.isBefore(time.at(of.until()))) {
            return false;
        }
        return wants.isEmpty()
                || now.isAfter(latest(wants.get(wants.size() - 1)))
                || judge(arrivals).isEmpty();
    }

    /** Everything that is wrong with what came. */
    List<Fault> judge(List<AcceptanceReceivers.Arrival> arrivals) {
        if (!wasAway()) {
            return judge(arrivals, wants);
        }
        List<Fault> all = judge(arrivals, once(wants));
        List<Fault> lasting = judge(
                arrivals, once(wants.stream().filter(want -> !want.passing()).toList()));
        return lasting.size() < all.size() ? lasting : all;
    }

    /** Of reminders the first: how many there are depends on for how long it was away. */
    private List<AcceptanceCase.Want> once(List<AcceptanceCase.Want> all) {
        List<AcceptanceCase.Want> once = new ArrayList<>();
        for (AcceptanceCase.Want want : all) {
            if (!repeats() || once.isEmpty() || !wanted(want).equals(wanted(once.get(once.size() - 1)))) {
                once.add(want);
            }
        }
        return once;
    }

    private List<Fault> judge(List<AcceptanceReceivers.Arrival> arrivals, List<AcceptanceCase.Want> wanted) {
        faults.clear();
        List<AcceptanceCase.Want> open = new ArrayList<>(wanted);
        AcceptanceCase.Want last = null;
        for (AcceptanceReceivers.Arrival arrival : withoutTriesAgain(arrivals)) {
            String told = told(arrival);
            if (wasAway() && last != null && told.equals(wanted(last)) && repeats()) {
                continue;
            }
            if (open.isEmpty()) {
                surplus(arrival, told);
                continue;
            }
            last = matching(open, told);
            open.remove(last);
            compare(arrival, told, last);
        }
        open.forEach(want -> fault(true, "never came: %s at %s", wanted(want), want.at()));
        return List.copyOf(faults);
    }

    private boolean repeats() {
        return of.rules().repeat() != null;
    }

    /** The next one, or a later one that is about other alerts than those before it: groups do not wait for each other. */
    private AcceptanceCase.Want matching(List<AcceptanceCase.Want> open, String told) {
        Set<String> before = new HashSet<>();
        for (AcceptanceCase.Want want : open) {
            Set<String> about = about(want);
            if (wanted(want).equals(told) && about.stream().noneMatch(before::contains)) {
                return want;
            }
            before.addAll(about);
        }
        return open.get(0);
    }

    private static Set<String> about(AcceptanceCase.Want want) {
        Set<String> names = new HashSet<>();
        want.fires().forEach(spec -> names.add(spec.labels().toString()));
        want.over().forEach(spec -> names.add(spec.labels().toString()));
        return names;
    }

    /** What was in flight at a kill is sent again, as the same message; nothing else is. */
    private List<AcceptanceReceivers.Arrival> withoutTriesAgain(List<AcceptanceReceivers.Arrival> arrivals) {
        List<AcceptanceReceivers.Arrival> once = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int again = 0;
        for (AcceptanceReceivers.Arrival arrival : arrivals) {
            if (arrival.id().isEmpty() || ids.add(arrival.id())) {
                once.add(arrival);
            } else if (!killed || ++again > 1) {
                fault(false, "came twice, as the same message: %s", described(arrival));
            }
        }
        return once;
    }

    private void surplus(AcceptanceReceivers.Arrival arrival, String told) {
        if (arrival.at().isBefore(time.at(of.until())) && !(wasAway() && repeats())) {
            boolean again = wants.stream().anyMatch(want -> wanted(want).equals(told));
            fault(!again, "came and was not wanted%s: %s", again ? " twice" : "", described(arrival));
        }
    }

    private void compare(AcceptanceReceivers.Arrival arrival, String told, AcceptanceCase.Want want) {
        if (!told.equals(wanted(want))) {
            fault(true, "came: %s, where this was wanted at %s: %s", described(arrival), want.at(), wanted(want));
            return;
        }
        if (arrival.at().isBefore(time.undisturbed(want.at()))) {
            // Where a look was late, so is its grid, on which a later one may then tell sooner what came late.
            boolean never = arrival.at().isBefore(time.undisturbed(of.earliest()));
            fault(!never, "came early: %s, wanted at %s", described(arrival), want.at());
        }
        if (arrival.at().isAfter(latest(want))) {
            fault(true, "came late: %s, wanted at %s", described(arrival), want.at());
        }
        want.fires().forEach(spec -> details(arrival, spec));
        want.over().forEach(spec -> details(arrival, spec));
    }

    /** A look of a rule that comes after it was away is one of its grid, up to an interval later. */
    private Instant latest(AcceptanceCase.Want want) {
        Instant latest =
                time.at(want.at() + want.late() + (wasAway() ? of.rules().interval() : 0));
        return latest.plus(wasAway() ? LATE_AFTER_START : LATE);
    }

    private void details(AcceptanceReceivers.Arrival arrival, AcceptanceCase.Spec spec) {
        AcceptanceReceivers.Heard heard = arrival.alerts().stream()
                .filter(alert -> alert.labels().equals(spec.labels()))
                .findFirst()
                .orElseThrow();
        if (spec.since() != null && !isAt(heard.startsAt(), spec.since())) {
            fault(true, "says that %s began at %s: %s", spec, inBeats(heard.startsAt()), described(arrival));
        }
        if (spec.until() != null && !isAt(heard.endsAt(), spec.until())) {
            fault(true, "says that %s ended at %s: %s", spec, inBeats(heard.endsAt()), described(arrival));
        }
        if (spec.note() != null && !spec.note().equals(heard.note())) {
            fault(true, "has the note %s of %s: %s", heard.note(), spec, described(arrival));
        }
    }

    private boolean isAt(String text, double beats) {
        return !text.isEmpty()
                && Duration.between(instant(text), time.at(beats)).abs().toMillis() < 2;
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private String inBeats(String text) {
        return text.isEmpty() ? "no time" : beats(instant(text));
    }

    private String beats(Instant at) {
        return String.format(
                Locale.ROOT,
                "%.2f",
                Duration.between(time.began(), at).toNanos() / 1e6 / time.beat().toMillis());
    }

    private String told(AcceptanceReceivers.Arrival arrival) {
        return kind(arrival.kind())
                + told(arrival, AcceptanceReceivers.Heard::fires)
                + " | "
                + told(arrival, heard -> !heard.fires());
    }

    /** Where one is wanted, it matters of all. */
    private String kind(String of) {
        return wants.stream().anyMatch(want -> want.kind() != null) ? of + ": " : "";
    }

    private static String told(AcceptanceReceivers.Arrival arrival, Predicate<AcceptanceReceivers.Heard> which) {
        Set<String> names = new TreeSet<>();
        arrival.alerts().stream()
                .filter(which)
                .forEach(heard -> names.add(new AcceptanceCase.Spec(heard.labels(), null, null, null).toString()));
        return String.join(", ", names);
    }

    private String wanted(AcceptanceCase.Want want) {
        return kind(want.kind()) + names(want.fires()) + " | " + names(want.over());
    }

    private static String names(List<AcceptanceCase.Spec> specs) {
        Set<String> names = new TreeSet<>();
        specs.forEach(spec -> names.add(new AcceptanceCase.Spec(spec.labels(), null, null, null).toString()));
        return String.join(", ", names);
    }

    private String described(AcceptanceReceivers.Arrival arrival) {
        return told(arrival) + " at " + beats(arrival.at());
    }

    private void fault(boolean slow, String what, Object... of) {
        faults.add(new Fault(String.format(Locale.ROOT, what, of), slow));
    }
}
