package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Input;
import io.tocsin.model.mapping.MapResult;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Silences;
import io.tocsin.pipeline.decide.MatchRules;
import io.tocsin.pipeline.heartbeat.SilentAlerts;
import io.tocsin.pipeline.ledger.AlertsInMemory;
import io.tocsin.pipeline.ledger.Observed;
import io.tocsin.pipeline.silence.HoldsInMemory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A hub's decisions on a clock of its own: what happens is given to it in the order of time, and it says who would have been
 * notified, and what would have been held back. What is due at a time is done after all that happens at that time. Messages are
 * taken to arrive at once. Not for several threads.
 */
public final class Simulation {

    /** An incident that is still due after so many looks at one time would be so for ever. */
    private static final int MOST_LOOKS = 10_000;

    private final Mappings mappings;
    private final Rules rules;
    private final AlertsInMemory alerts;
    private final Sayings sayings;
    private Instant now = Instant.MIN;
    private long ids;
    private int looks;
    private Figures figures = Figures.NONE;

    /**
     * @param mappings what payloads mean
     * @param rules who is notified
     * @param silences all of them, those that have not begun included
     * @param windows those that people made
     * @param lines gets what there is to say, in the order of time
     */
    public Simulation(Mappings mappings, Rules rules, Silences silences, PlannedWindows windows, Consumer<Line> lines) {
        this.mappings = mappings;
        this.rules = rules;
        this.alerts = new AlertsInMemory(
                new ObjectMapper(),
                rules.recipients(),
                new HoldsInMemory(silences.inHindsight(), windows, rules.holds()));
        this.sayings = new Sayings(this::name, rules.policies(), lines);
    }

    /** What it counted so far. */
    public Figures figures() {
        return new Figures(
                figures.events(),
                figures.alerts(),
                figures.repeats(),
                figures.late(),
                figures.unmatched(),
                figures.refused(),
                sayings.notified());
    }

    /** Something happens, after all that is due before; what is told to be earlier than what happened before counts as then. */
    public void happens(Happening what) {
        runTo(what.at(), false);
        if (what instanceof Happening.Event event) {
            count(1, 0, 0, 0, 0, 0);
            decide(
                    event.source(),
                    event.identity(),
                    mappings.map(
                            new Payload(
                                    event.content(),
                                    event.source(),
                                    event.identity(),
                                    event.headers(),
                                    now,
                                    event.size()),
                            rules::named));
        } else if (what instanceof Happening.Said said) {
            count(1, 0, 0, 0, 0, 0);
            decide(said.source(), said.source(), mappings.said(said.said(), said.source(), now));
        } else if (what instanceof Happening.Acknowledged act) {
            acknowledge(act);
        }
    }

    /** Time passes up to then, and what is due is done. */
    public void runTo(Instant time) {
        runTo(time, true);
    }

    private void runTo(Instant time, boolean isWhole) {
        while (true) {
            Optional<Instant> next = Stream.of(
                            sayings.nextArrival(),
                            alerts.nextExpiry(),
                            alerts.incidents().nextLook())
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
            if (next.filter(due -> isWhole ? !due.isAfter(time) : due.isBefore(time))
                    .isEmpty()) {
                break;
            }
            pass(next.get());
            due(next.get());
        }
        pass(time);
    }

    private void pass(Instant time) {
        if (time.isAfter(now)) {
            now = time;
            looks = 0;
        }
    }

    private void due(Instant time) {
        if (sayings.nextArrival().filter(time::equals).isPresent()) {
            sayings.arrive();
        } else if (alerts.nextExpiry().filter(time::equals).isPresent()) {
            expire(alerts.firstToExpire());
        } else {
            if (++looks > MOST_LOOKS) {
                throw new IllegalStateException("an incident is due at " + now + " however often rules look at it");
            }
            sayings.of(alerts.incidents().look(rules.policies(), now), now);
        }
    }

    /** Nobody told it again: what the hub says of it then goes through its mapping, as in a hub. */
    private void expire(AlertsInMemory.Silent silent) {
        JsonNode said = SilentAlerts.event(silent.lastWord(), silent.until());
        String identity = silent.key().identity();
        decide(
                Event.HUB,
                identity,
                mappings.map(new Payload(said, Event.HUB, identity, Map.of(), now, 0), rules::named));
        if (alerts.nextExpiry().filter(silent.until()::equals).isPresent()
                && alerts.firstToExpire().key().equals(silent.key())) {
            alerts.leaveFirst();
        }
    }

    private void decide(String source, String identity, MapResult result) {
        if (result instanceof MapResult.Mapped mapped) {
            mapped.bad().forEach(bad -> sayings.trouble(now, source, bad.reason()));
            Event event = new Event("evt_%015d".formatted(++ids), source, identity, "", Map.of(), now, 1, 1);
            mapped.alerts().forEach(alert -> enter(event, alert));
        } else {
            count(0, 0, 0, 0, 0, 1);
            sayings.trouble(
                    now,
                    source,
                    result instanceof MapResult.Failed failed
                            ? "mapping " + failed.mapping() + " failed: " + failed.reason()
                            : ((MapResult.Unmapped) result).reason());
        }
    }

    private void enter(Event event, Alert alert) {
        Observed observed = MatchRules.observed(alert, rules);
        AlertsInMemory.Word word = alerts.enter(event, observed, rules.policies(), now);
        boolean isRepeat = word.outcome()
                .filter(outcome -> !outcome.decision().effect().isNews())
                .isPresent();
        boolean isUnmatched =
                alert.status() == AlertStatus.FIRING && observed.rules().isEmpty();
        count(0, 1, isRepeat && !isUnmatched ? 1 : 0, word.late().isPresent() ? 1 : 0, isUnmatched ? 1 : 0, 0);
        word.outcome().ifPresent(outcome -> sayings.of(outcome, now));
        alerts.release(rules.policies(), now).forEach(outcome -> sayings.of(outcome, now));
    }

    private void acknowledge(Happening.Acknowledged act) {
        List<String> meant = alerts.firing().stream()
                .filter(id -> name(id).isMeantBy(act.alert()))
                .toList();
        if (meant.isEmpty()) {
            sayings.trouble(now, act.by(), "acknowledges `" + act.alert() + "`, which does not fire");
        }
        meant.forEach(id -> alerts.act(id, new Input.Acknowledged(act.by()), rules.policies(), now)
                .ifPresent(outcome -> sayings.of(outcome, now)));
    }

    private AlertName name(String alertId) {
        return new AlertName(
                alerts.lastWord(alertId)
                        .map(said -> said.path("title").asText())
                        .orElse(""),
                alerts.key(alertId).map(AlertKey::fingerprint).orElse(alertId));
    }

    private void count(int events, int words, int repeats, int late, int unmatched, int refused) {
        figures = new Figures(
                figures.events() + events,
                figures.alerts() + words,
                figures.repeats() + repeats,
                figures.late() + late,
                figures.unmatched() + unmatched,
                figures.refused() + refused,
                0);
    }
}
