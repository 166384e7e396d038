package io.tocsin.pipeline.decide;

import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.heartbeat.Heartbeats;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.Match;
import io.tocsin.pipeline.ledger.Observed;
import io.tocsin.pipeline.ledger.Outcome;
import io.tocsin.pipeline.seen.SeenAlerts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * The decide route's {@code rules} step: finds the rules that match the alert in the body, and says under which key, and
 * for how long, the alert is a duplicate (variables {@code seenKey} and {@code dedupWindow}: the shortest window of the
 * rules that match, since the ledger looks at each rule's own).
 */
public final class MatchRules implements Processor {

    private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    private final Supplier<Rules> rules;
    private final SeenAlerts seen;
    private final Heartbeats heartbeats;

    /**
     * @param rules the rules as they are now
     * @param seen the idempotent consumer's repository, to be told where a decision does not commit
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
        String key = SeenAlerts.key(
                alert.key().text(),
                alert.status().word() + "/" + alert.severity().word());
        EventStaging staging = EventStaging.of(exchange);
        staging.decidedBy(
                current.version(),
                name -> current.find(name).filter(Rule::enabled).map(MatchRules::match));
        staging.onForget(() -> seen.remove(key));
        staging.afterCommit(this::listen);
        exchange.setVariable("seenKey", key);
        exchange.setVariable(SeenAlerts.WINDOW, window(matched));
        exchange.getMessage()
                .setBody(new Observed(
                        alert,
                        AlertJson.write(alert),
                        matched.stream().map(MatchRules::match).toList(),
                        false));
    }

    /** What came late says nothing of whether the alert goes on: the next word about it is news. */
    private void listen(Outcome outcome) {
        if (outcome.late().isPresent()) {
            heartbeats.forget(outcome.alert());
        } else {
            heartbeats.stands(outcome.alert(), outcome.expiresAt());
        }
    }

    private static Duration window(List<Rule> matched) {
        return matched.stream().map(Rule::dedup).min(Comparator.naturalOrder()).orElse(DEFAULT_WINDOW);
    }

    private static Match match(Rule rule) {
        return new Match(rule.name(), rule.severity(), rule.targets(), rule.dedup(), rule.resolved());
    }
}
