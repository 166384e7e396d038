package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.model.incident.Kind;
import io.tocsin.model.silence.Silences;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A test of rules: what happens, and who has to be notified then, and what has to be held back.
 *
 * @param where where it stands in its file
 * @param name what it is called
 * @param start when it begins, for a reader
 * @param until when it ends
 * @param events what happens, in the order of time
 * @param silences the silences that there are
 * @param only the receivers and people that it is about; none for all
 * @param expect all the notices that there have to be
 * @param held what has to be held back
 */
record RuleTest(
        JsonPointer where,
        String name,
        Instant start,
        Instant until,
        List<Happening> events,
        Silences silences,
        List<String> only,
        List<Expected> expect,
        List<Held> held) {

    RuleTest {
        events = List.copyOf(events);
        only = List.copyOf(only);
        expect = List.copyOf(expect);
        held = List.copyOf(held);
    }

    /**
     * A notice that there has to be.
     *
     * @param to a receiver or a person
     * @param through the receiver, where a person has several addresses
     * @param kind as what; empty for any
     * @param from not before
     * @param until not after
     * @param firing the alerts that it has to say fire; empty for any
     * @param over the alerts that it has to say are over; empty for any
     */
    record Expected(
            JsonPointer where,
            String to,
            Optional<String> through,
            Optional<Kind> kind,
            Instant from,
            Instant until,
            Optional<List<String>> firing,
            Optional<List<String>> over) {

        boolean fits(Line.Notified line) {
            return line.to().isCalled(to)
                    && through.filter(name -> !name.equals(line.to().receiver()))
                            .isEmpty()
                    && kind.filter(one -> one != line.kind()).isEmpty()
                    && !line.at().isBefore(from)
                    && !line.at().isAfter(until)
                    && firing.filter(names -> !areThose(line.firing(), names)).isEmpty()
                    && over.filter(names -> !areThose(line.over(), names)).isEmpty();
        }
    }

    /**
     * Something that has to be held back.
     *
     * @param alerts which alerts
     * @param by what holds them, {@code silence nightly}; or the beginning of it, up to a space
     * @param until when that has to end by itself; empty for any
     */
    record Held(JsonPointer where, List<String> alerts, String by, Optional<Instant> until) {

        boolean fits(Line.HeldBack line) {
            return (line.by().equals(by) || line.by().startsWith(by + " "))
                    && until.filter(time -> !line.until().filter(time::equals).isPresent())
                            .isEmpty();
        }
    }

    private static boolean areThose(List<AlertName> said, List<String> meant) {
        return said.size() == meant.size()
                && meant.stream().allMatch(text -> said.stream().anyMatch(name -> name.isMeantBy(text)))
                && said.stream().allMatch(name -> meant.stream().anyMatch(name::isMeantBy));
    }
}
