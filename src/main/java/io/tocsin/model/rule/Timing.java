package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.silence.ActiveTimes;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * When a rule looks at the incidents whose alerts it matches.
 *
 * @param waits until the first look
 * @param interval from one look to the next; zero notifies each change at once; empty is five minutes where a grouping made
 *     the incident, else zero
 * @param repeat after how long a silence an incident that goes on is notified again, at a look; empty is never
 * @param active when it notifies; empty is always
 */
public record Timing(Wait waits, Optional<Duration> interval, Optional<Duration> repeat, Optional<ActiveTimes> active) {

    /** Each change at once, and nothing again. */
    public static final Timing AT_ONCE = new Timing(Wait.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    private static final String OTHERWISE = "default";

    /** What a rule of a file says, whose form was checked. */
    static Timing read(JsonNode rule) {
        return new Timing(
                waits(rule.path("wait")),
                length(rule.path("interval")),
                length(rule.path("repeat")),
                HoursJson.read(rule.path("active")));
    }

    /** A length, or one for each severity and all others; none where nothing is said. */
    static Wait waits(JsonNode said) {
        if (!said.isObject()) {
            return Wait.plain(length(said).orElse(Duration.ZERO));
        }
        Map<Severity, Duration> bySeverity = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            length(said.path(severity.word())).ifPresent(wait -> bySeverity.put(severity, wait));
        }
        return new Wait(bySeverity, length(said.path(OTHERWISE)).orElse(Duration.ZERO));
    }

    private static Optional<Duration> length(JsonNode said) {
        return Span.read(said.asText(""));
    }

    /** Writes it as a rules file has it; what is as if nothing were said is left out. */
    public void write(ObjectNode rule) {
        if (waits.isBySeverity()) {
            ObjectNode each = rule.putObject("wait");
            waits.bySeverity().forEach((severity, wait) -> each.put(severity.word(), Span.text(wait)));
            each.put(OTHERWISE, Span.text(waits.otherwise()));
        } else if (!waits.otherwise().isZero()) {
            rule.put("wait", Span.text(waits.otherwise()));
        }
        interval.ifPresent(time -> rule.put("interval", Span.text(time)));
        repeat.ifPresent(time -> rule.put("repeat", Span.text(time)));
        active.ifPresent(times -> rule.set("active", HoursJson.write(times)));
    }

    /** Whether it would be asked for repeats more often than it looks, by what it says itself. */
    boolean repeatsWithinItsInterval() {
        return repeat.filter(time ->
                        interval.filter(each -> time.compareTo(each) < 0).isPresent())
                .isPresent();
    }
}
