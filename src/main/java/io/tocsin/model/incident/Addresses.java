package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is meant, from recipients and schedules as they are. Pure: the same question has the same answer. */
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
     * The same address as it is now: held or not held by quiet hours, by the severity of what is told.
     *
     * @param told an address that was told something
     * @param severity the highest of the round
     * @param now when it is told
     * @return empty where the person is gone
     */
    Optional<Address> still(Address told, Severity severity, Instant now);
}
