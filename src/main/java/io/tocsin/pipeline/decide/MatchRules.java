package io.tocsin.pipeline.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Shared;
import io.tocsin.model.rule.Grouping;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.Observed;
import io.tocsin.pipeline.ledger.Outcome;
import io.tocsin.pipeline.seen.SeenAlerts;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * The decide route's {@code rules} step: finds the rules that match the alert in the body, and says under which key the idempotent
 * consumer may know it (variable {@code seenKey}). What lives outside the store follows from what the ledger then commits.
 */
public final class MatchRules implements Processor {

    private final Supplier<Rules> rules;
    private final SeenAlerts seen;
    private final Heartbeats heartbeats;

    /**
     * @param rules the rules as they are now
     * @param seen the idempotent consumer's repository, to be told what was committed
     * @param heartbeats the alerts that have to be told again
     */
    public MatchRules(Supplier<Rules> rules, SeenAlerts seen, Heartbeats heartbeats) {
        this.rules = rules;
        this.seen = seen;
        this.heartbeats = heartbeats;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Alert alert = exchange.getMessage().getMandatoryBody(Alert.class);
        Rules current = rules.get();
        List<Rule> matched = current.match(alert);
        String key = SeenAlerts.key(alert.key().text(), state(alert, current.version(), matched));
        EventStaging staging = EventStaging.of(exchange);
        staging.decidedBy(current.version(), current.policies());
        staging.afterCommit(this::follow);
        exchange.setVariable("seenKey", key);
        exchange.getMessage()
                .setBody(observed(
                        alert, current, matched.stream().map(Rule::name).toList(), key));
    }

    /** What rules make of an alert, without a hub. */
    public static Observed observed(Alert alert, Rules rules) {
        return observed(
                alert, rules, rules.match(alert).stream().map(Rule::name).toList(), "");
    }

    /** With the group that it belongs to if an episode of it begins now, and when it is over by what the grouping says. */
    private static Observed observed(Alert alert, Rules current, List<String> rules, String key) {
        ObjectNode json = AlertJson.write(alert);
        Optional<Grouping> grouping =
                alert.status() == AlertStatus.FIRING ? current.groupings().of(json) : Optional.empty();
        List<Shared> shared = alert.status() == AlertStatus.FIRING ? current.shared(json) : List.of();
        Group group = grouping.map(takes -> takes.group(json)).orElseGet(() -> Group.alone(alert.key()));
        Optional<Alert> lasting = grouping.flatMap(Grouping::resolveAfter).map(alert::lastingAtMost);
        return lasting.filter(shorter -> !shorter.equals(alert))
                .map(shorter ->
                        new Observed(shorter, AlertJson.write(shorter), rules, key, group, shared, Optional.empty()))
                .orElseGet(() -> new Observed(alert, json, rules, key, group, shared, Optional.empty()));
    }

    /** All that a verdict rests on besides the store: another version of the rules may have another dedup or severity. */
    private static String state(Alert alert, String version, List<Rule> matched) {
        return Stream.concat(
                        Stream.of(
                                version, alert.status().word(), alert.severity().word()),
                        matched.stream().map(Rule::name))
                .map(part -> part.replace(' ', '_'))
                .collect(Collectors.joining("/"));
    }

    private void follow(Outcome outcome) {
        listen(outcome);
        outcome.repeats().ifPresent(repeats -> seen.put(outcome.key(), repeats));
    }

    /** What came late says nothing of whether the alert goes on: the next word about it is news. */
    private void listen(Outcome outcome) {
        if (outcome.late().isPresent()) {
            heartbeats.forget(outcome.alert());
        } else {
            heartbeats.stands(outcome.alert(), outcome.expiresAt());
        }
    }
}
