package io.tocsin.model.incident;

import io.tocsin.model.recipient.Address;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whom the rules of an incident name now, and which of them names whom. */
final class Naming {

    private final Map<Address.Key, Address> addresses = new LinkedHashMap<>();
    private final Map<Address.Key, Set<String>> rules = new LinkedHashMap<>();

    /**
     * A rule names by the highest severity of what fires of its members; one that is gone, or is not active at that time, names
     * nobody.
     */
    static Naming of(Draft draft, Addresses who) {
        Naming naming = new Naming();
        for (Subscription subscription : draft.subscriptions.values()) {
            Optional<Policy> policy = draft.policy(subscription.rule());
            if (policy.filter(says -> says.isActive(draft.now)).isPresent()
                    && subscription.firing().total() > 0) {
                draft.roster
                        .worst(subscription.rule())
                        .map(fires -> policy.get().escalation().isPresent() ? draft.raised(fires) : fires)
                        .map(severity -> who.named(policy.get().targets(), severity, draft.now))
                        .orElse(List.of())
                        .forEach(address -> naming.add(address, subscription.rule()));
            }
        }
        return naming;
    }

    private void add(Address address, String rule) {
        addresses.merge(address.key(), address, Address::sooner);
        rules.computeIfAbsent(address.key(), key -> new LinkedHashSet<>()).add(rule);
    }

    Set<Address.Key> keys() {
        return addresses.keySet();
    }

    Optional<Address> address(Address.Key key) {
        return Optional.ofNullable(addresses.get(key));
    }

    Set<String> rules(Address.Key key) {
        return rules.getOrDefault(key, Set.of());
    }

    /** The same where these rules name an address, too. */
    Naming and(Address address, Set<String> more) {
        Naming both = new Naming();
        both.addresses.putAll(addresses);
        rules.forEach((key, names) -> both.rules.put(key, new HashSet<>(names)));
        more.forEach(rule -> both.add(address, rule));
        return both;
    }
}
