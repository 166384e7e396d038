package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Shared;
import io.tocsin.pipeline.seen.SeenAlert;
import io.tocsin.store.sql.WrittenJson;
import java.util.List;
import java.util.Optional;

/**
 * An alert as the decide route saw it.
 *
 * @param alert what it says
 * @param json the same as JSON
 * @param rules the names of the rules that it matched, in file order
 * @param key what the same again has too, by which the idempotent consumer knows it
 * @param group the group that it belongs to when an episode of it begins now
 * @param shared what it has in common with others, so that their incidents are related
 * @param seen what the store said of the same before, where the idempotent consumer knew it; the ledger asks the store again
 */
public record Observed(
        Alert alert,
        ObjectNode json,
        List<String> rules,
        String key,
        Group group,
        List<Shared> shared,
        Optional<SeenAlert> seen) {

    public Observed {
        rules = List.copyOf(rules);
        shared = List.copyOf(shared);
        json = WrittenJson.of(json); // here, since this thread is not the one that commits
    }

    /** An alert that no idempotent consumer was asked about. */
    public Observed(Alert alert, ObjectNode json, List<String> rules) {
        this(alert, json, rules, "", Group.alone(alert.key()), List.of(), Optional.empty());
    }

    /** The same, of which the idempotent consumer knew that, if anything. */
    Observed seen(Optional<SeenAlert> before) {
        return new Observed(alert, json, rules, key, group, shared, before);
    }

    /** The same of an alert that was completed by what was known of it. */
    Observed with(Alert completed) {
        return completed.equals(alert)
                ? this
                : new Observed(completed, AlertJson.write(completed), rules, key, group, shared, seen);
    }
}
