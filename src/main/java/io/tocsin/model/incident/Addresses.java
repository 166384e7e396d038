package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Paged;
import io.tocsin.model.recipient.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Who is meant, from recipients and schedules as they are. The same question has the same answer, but for whose turn it is. */
public interface Addresses {

    /**
     * Whom targets mean, each address once.
     *
     * @param targets whom a rule names
     * @param severity the highest of what is told
     * @param now when it is told
     */
    List<Address> named(List<Target> targets, Severity severity, Instant now);

    /**
     * Whom a page of an escalation reaches. Without anything to say of it, nobody has rules of their own.
     *
     * @param page who is meant
     * @param severity how bad it is
     * @param turns how many of a team were paged in turn before, by the team's name
     * @param now when it goes out
     */
    default Paged paged(Page page, Severity severity, ToLongFunction<String> turns, Instant now) {
        return new Paged(named(List.of(page.target()), severity, now), List.of(), List.of());
    }

    /** How many of a team were paged in turn before, by escalations of all incidents; whoever asks has the next turn. */
    default long turn(String team) {
        return 0;
    }

    /**
     * The same address as it is now: held or not held by quiet hours, by the severity of what is told.
     *
     * @param told an address that was told something
     * @param severity the highest of the round
     * @param now when it is told
     * @return empty where the person is gone
     */
    Optional<Address> still(Address told, Severity severity, Instant now);
}
