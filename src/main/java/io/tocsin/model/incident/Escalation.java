package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One escalation policy and one incident: how far it is, and when it goes on. Of the policy it keeps nothing but what was done, so
 * that an edit counts from the next step on.
 *
 * @param policy its name
 * @param state whether it goes on
 * @param startedAt when its first step was taken, or was to be, and later by as long as nobody was to be paged
 * @param pass how often its steps have begun, from 1
 * @param step how many of them were taken in this pass; one whose pages an acknowledgement took back was not
 * @param severity how bad it was when the last one was taken, or it ended; empty before the first
 * @param takenAt when that was
 * @param dueAt when it goes on: of a running one with its next step, of one that somebody answered when that holds no more; empty
 *     where nobody knows, or never
 * @param held whether all that it is about is held back, so that nobody is paged until that ends
 * @param left how long it was until the next step when somebody answered; empty where there was none
 * @param raised how bad it made the incident
 * @param aims whom its last step paged
 * @param later what people are sent by their own rules if nobody answers; of one that somebody answered if they take that back
 * @param turns how many of teams had been paged in turn before it began, by their names
 */
public record Escalation(
        String policy,
        State state,
        Instant startedAt,
        int pass,
        int step,
        Optional<Severity> severity,
        Optional<Instant> takenAt,
        Optional<Instant> dueAt,
        boolean held,
        Optional<Duration> left,
        Optional<Severity> raised,
        List<Aim> aims,
        List<Later> later,
        Map<String, Long> turns) {

    public Escalation {
        aims = List.copyOf(aims);
        later = List.copyOf(later);
        turns = Map.copyOf(turns);
    }

    /** Whether it goes on. */
    public enum State {
        /** Nobody has answered yet. */
        RUNNING,
        /** Somebody acknowledged the incident. */
        ANSWERED,
        /** All steps were taken, and nobody answered. */
        UNANSWERED,
        /** What it was about is over. */
        OVER;

        /** The word of messages and the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One of those whom a step paged.
     *
     * @param who for a reader
     * @param people those of them who are sent more later
     * @param at where they were paged
     * @param version the incident's that they were told; 0 until that is known
     * @param missed whether it reached nobody
     */
    public record Aim(String who, List<String> people, List<Address.Key> at, long version, boolean missed) {

        public Aim {
            people = List.copyOf(people);
            at = List.copyOf(at);
        }

        Aim at(long told) {
            return version > 0 ? this : new Aim(who, people, at, told, missed);
        }

        Aim and(List<Address.Key> more) {
            return new Aim(
                    who,
                    people,
                    Stream.concat(at.stream(), more.stream()).distinct().toList(),
                    version,
                    missed);
        }

        Aim instead(Address.Key one, Address.Key other) {
            return new Aim(
                    who,
                    people,
                    at.stream().map(key -> key.equals(one) ? other : key).toList(),
                    version,
                    missed);
        }

        Aim missing() {
            return new Aim(who, people, at, version, true);
        }
    }

    /**
     * What somebody is sent if nobody answers until then.
     *
     * @param person their name
     * @param kinds at which kinds of address
     * @param at when
     * @param onCallIn the schedules by which they are meant; none in what an older hub wrote
     */
    public record Later(String person, List<String> kinds, Instant at, List<String> onCallIn) {

        public Later {
            kinds = List.copyOf(kinds);
            onCallIn = List.copyOf(onCallIn);
        }
    }

    static Escalation beginning(String policy, Instant now) {
        return new Escalation(
                policy,
                State.RUNNING,
                now,
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(now),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of());
    }

    /** When it goes on, with whatever; empty where it does not by itself. */
    public Optional<Instant> nextAt() {
        if (held || state == State.ANSWERED || state == State.OVER) {
            return dueAt;
        }
        return later.stream()
                .map(Later::at)
                .min(Instant::compareTo)
                .map(first -> dueAt.filter(due -> !due.isAfter(first)).orElse(first))
                .or(() -> dueAt);
    }

    boolean isDue(Instant now) {
        return nextAt().filter(due -> !due.isAfter(now)).isPresent();
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether it pages, or may again by what people's own rules say. */
    boolean isOpen() {
        return state == State.RUNNING || state == State.UNANSWERED;
    }

    /** The same from its first step on, due then; who had a turn keeps it. */
    Escalation again(Instant now) {
        return changed(next -> {
            next.startedAt = now;
            next.pass = 1;
            next.step = 0;
            next.severity = Optional.empty();
            next.takenAt = Optional.empty();
            next.goesOn(State.RUNNING, Optional.of(now));
            next.aims = List.of();
            next.later = List.of();
        });
    }

    /**
     * Somebody answered.
     *
     * @param until when that holds no more; empty is for good
     * @param back where pages were taken back that it sent since its last step: who takes the answer back has it page them
     */
    Escalation answered(Instant now, Optional<Instant> until, Set<Address.Key> back) {
        if (!isOpen()) {
            return this;
        }
        boolean isUntaken = aims.stream().flatMap(aim -> aim.at().stream()).anyMatch(back::contains);
        Optional<Duration> rest = isUntaken || !isRunning() && !back.isEmpty()
                ? Optional.of(Duration.ZERO)
                : Optional.of(now).filter(time -> isRunning()).map(this::untilDue);
        return changed(next -> {
            next.step -= isUntaken ? 1 : 0;
            next.goesOn(State.ANSWERED, until);
            next.left = rest;
        });
    }

    private Duration untilDue(Instant now) {
        return dueAt.filter(due -> due.isAfter(now))
                .map(due -> Duration.between(now, due))
                .orElse(Duration.ZERO);
    }

    /** The same where nobody sees to it any more. @param since when somebody began to */
    Escalation goingOn(Instant since, Instant now) {
        if (state != State.ANSWERED) {
            return this;
        }
        return changed(next -> {
            next.later = laterBy(Duration.between(since, now));
            next.startedAt = left.isPresent() ? startedAfter(since, now) : startedAt;
            next.goesOn(left.isPresent() ? State.RUNNING : State.UNANSWERED, left.map(now::plus));
        });
    }

    /** Nothing more is done; that nobody answered is still so. */
    Escalation over() {
        return changed(next -> {
            next.goesOn(isRunning() ? State.OVER : state, Optional.empty());
            next.later = List.of();
        });
    }

    /** Nobody answered. @param bad how bad it is then: what is worse later begins it anew */
    Escalation ended(Severity bad) {
        return changed(next -> {
            next.severity = Optional.of(bad);
            next.goesOn(State.UNANSWERED, Optional.empty());
        });
    }

    Escalation dueBy(Instant time) {
        return dueAt.filter(due -> !due.isAfter(time)).isPresent()
                ? this
                : changed(next -> next.dueAt = Optional.of(time));
    }

    Escalation heldUntil(Optional<Instant> end) {
        return changed(next -> {
            next.dueAt = end;
            next.held = true;
        });
    }

    /** The same, held back no more; what it missed meanwhile is due now. */
    Escalation released(Instant now) {
        return changed(next -> {
            next.startedAt = startedAfter(takenAt.orElse(startedAt), now);
            next.goesOn(state, isRunning() ? Optional.of(now) : Optional.empty());
        });
    }

    /** When it began, without that time: while nobody is to be paged, nobody fails to answer. */
    private Instant startedAfter(Instant from, Instant now) {
        return from.isAfter(startedAt) ? startedAt.plus(Duration.between(from, now)) : now;
    }

    Escalation taking(int inPass, int count, Severity bad, Instant now, Instant due, List<Aim> at, List<Later> more) {
        return changed(next -> {
            next.pass = inPass;
            next.step = count;
            next.severity = Optional.of(bad);
            next.takenAt = Optional.of(now);
            next.goesOn(State.RUNNING, Optional.of(due));
            next.aims = at;
            next.later = more;
        });
    }

    Escalation raising(Severity to) {
        return changed(next -> next.raised = Optional.of(to));
    }

    Escalation with(List<Aim> at, List<Later> more) {
        return changed(next -> {
            next.aims = at;
            next.later = more;
        });
    }

    Escalation aims(UnaryOperator<Aim> change) {
        return with(aims.stream().map(change).toList(), later);
    }

    Escalation turn(String team, long number) {
        return changed(next -> {
            next.turns = new HashMap<>(turns);
            next.turns.put(team, number);
        });
    }

    /** The same with all its times that much earlier. */
    Escalation earlierBy(Duration by) {
        return changed(next -> {
            next.startedAt = startedAt.minus(by);
            next.takenAt = takenAt.map(time -> time.minus(by));
            next.dueAt = dueAt.map(time -> time.minus(by));
            next.later = laterBy(by.negated());
        });
    }

    private List<Later> laterBy(Duration by) {
        return later.stream()
                .map(one -> new Later(one.person, one.kinds, one.at.plus(by), one.onCallIn))
                .toList();
    }

    private Escalation changed(Consumer<Next> change) {
        Next next = new Next(this);
        change.accept(next);
        return next.done();
    }

    /** What it is to be, which begins as what it was. */
    private static final class Next {

        private final String policy;
        private State state;
        private Instant startedAt;
        private int pass;
        private int step;
        private Optional<Severity> severity;
        private Optional<Instant> takenAt;
        private Optional<Instant> dueAt;
        private boolean held;
        private Optional<Duration> left;
        private Optional<Severity> raised;
        private List<Aim> aims;
        private List<Later> later;
        private Map<String, Long> turns;

        Next(Escalation was) {
            policy = was.policy;
            state = was.state;
            startedAt = was.startedAt;
            pass = was.pass;
            step = was.step;
            severity = was.severity;
            takenAt = was.takenAt;
            dueAt = was.dueAt;
            held = was.held;
            left = was.left;
            raised = was.raised;
            aims = was.aims;
            later = was.later;
            turns = was.turns;
        }

        /** In another state nothing holds it back any more, and nothing is left of an answer. */
        void goesOn(State next, Optional<Instant> due) {
            state = next;
            dueAt = due;
            held = false;
            left = Optional.empty();
        }

        Escalation done() {
            return new Escalation(
                    policy, state, startedAt, pass, step, severity, takenAt, dueAt, held, left, raised, aims, later,
                    turns);
        }
    }
}
