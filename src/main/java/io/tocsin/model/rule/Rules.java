package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.NamedFields;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.PatternIndex;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.silence.FileHolds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules, compiled. Immutable and safe for use by many threads. */
public final class Rules {
    private final List<Rule> rules;
    private final List<Naming> namings;
    private final Groupings groupings;
    private final Map<String, Rule> byName;
    private final Recipients recipients;
    private final FileHolds holds;
    private final String version;
    private final PatternIndex<Rule> index;
    private final Map<String, Policy> policies;
    private final NamedFields named;

    /**
     * @param rules in the order of the files and of the rules in each
     * @param recipients the people whom they tell
     * @param version what {@link #version()} answers
     */
    public Rules(List<Rule> rules, Recipients recipients, String version) {
        this(rules, rules.stream().map(Rule::naming).toList(), Groupings.NONE, recipients, FileHolds.NONE, version);
    }

    /**
     * The same, of files in which something is wrong.
     *
     * @param namings whom the rules name, those included in which something is wrong
     * @param groupings which alerts are put together
     * @param holds windows and inhibitions
     */
    Rules(
            List<Rule> rules,
            List<Naming> namings,
            Groupings groupings,
            Recipients recipients,
            FileHolds holds,
            String version) {
        this.rules = List.copyOf(rules);
        this.namings = List.copyOf(namings);
        this.groupings = groupings;
        this.recipients = recipients;
        this.holds = holds;
        this.byName =
                rules.stream().collect(Collectors.toUnmodifiableMap(Rule::name, rule -> rule, (one, other) -> one));
        this.version = version;
        Map<Rule, EventPattern> patterns = new LinkedHashMap<>();
        rules.stream().filter(Rule::enabled).forEach(rule -> patterns.put(rule, rule.when()));
        this.index = new PatternIndex<>(patterns);
        this.policies = patterns.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(Rule::name, Rule::policy, (one, other) -> one));
        this.named = NamedFields.among(patterns.values().stream()
                .flatMap(pattern -> pattern.fields().stream())
                .collect(Collectors.toSet()));
    }

    /** The enabled rules that apply to the alert, in order, up to and with the first final one. */
    public List<Rule> match(Alert alert) {
        List<Rule> matched = index.match(AlertJson.write(alert));
        for (int i = 0; i < matched.size(); i++) {
            if (matched.get(i).isFinal()) {
                return matched.subList(0, i + 1);
            }
        }
        return matched;
    }

    /** What became of every rule, in order; {@link #match} answers exactly those that are said to have matched. */
    public List<RuleTrace> explain(Alert alert) {
        JsonNode json = AlertJson.write(alert);
        List<RuleTrace> traces = new ArrayList<>();
        Optional<String> ended = Optional.empty();
        for (Rule rule : rules) {
            RuleTrace trace = ended.map(last -> afterFinal(rule, last)).orElseGet(() -> trace(rule, json));
            traces.add(trace);
            if (trace.outcome() == RuleTrace.Outcome.MATCHED && rule.isFinal()) {
                ended = Optional.of(rule.name());
            }
        }
        return List.copyOf(traces);
    }

    /** All rules in order, the disabled ones too. */
    public List<Rule> all() {
        return rules;
    }

    /** Whom the rules name, in order; in a check those included in which something is wrong. */
    public List<Naming> namings() {
        return namings;
    }

    /** The rule of this name, enabled or not. */
    public Optional<Rule> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What the enabled ones say of their incidents, by their names. */
    public Map<String, Policy> policies() {
        return policies;
    }

    /** Which alerts are put together. */
    public Groupings groupings() {
        return groupings;
    }

    /** The labels and annotations that the enabled ones ask for. */
    public NamedFields named() {
        return named;
    }

    /** The people whom they tell. */
    public Recipients recipients() {
        return recipients;
    }

    /** The windows and inhibitions that stand beside them. */
    public FileHolds holds() {
        return holds;
    }

    /** A short hash of the files of rules and recipients: the same content has the same version on every hub. */
    public String version() {
        return version;
    }

    /** A finding for each rule that notifies somebody else than these receivers, and for recipients beside them. */
    public List<Finding> unknownReceivers(Set<String> receivers) {
        Stream<Finding> ofRules = namings.stream().flatMap(rule -> rule.receivers().stream()
                .filter(name -> !receivers.contains(name))
                .map(name -> unknownReceiver(rule, name, receivers)));
        return Stream.concat(ofRules, recipients.beside(receivers).stream()).toList();
    }

    private Finding unknownReceiver(Naming rule, String name, Set<String> receivers) {
        return new Finding(
                rule.origin().file(),
                rule.origin().notifyLine(),
                "the receiver `" + name + "` in " + rule.shown(),
                receivers.isEmpty()
                        ? "a receiver, and there is none"
                        : "one of "
                                + String.join(", ", receivers.stream().sorted().toList()),
                fix(name, receivers));
    }

    private String fix(String name, Set<String> receivers) {
        if (recipients.person(name).isPresent()) {
            return "notify a person by { people: { names: [ " + name + " ], via: [ email ] } }";
        }
        if (recipients.team(name).isPresent()) {
            return "notify a team by { people: { teams: [ " + name + " ], via: [ email ] } }";
        }
        return NearestWord.of(name, receivers)
                .map(word -> "did you mean `" + word + "`?")
                .orElse("add a file for it under receivers/, or name another");
    }

    private static RuleTrace trace(Rule rule, JsonNode alert) {
        if (!rule.enabled()) {
            return new RuleTrace(rule.name(), RuleTrace.Outcome.DISABLED, "enabled: false");
        }
        return rule.when()
                .firstMismatch(alert)
                .map(mismatch -> new RuleTrace(rule.name(), RuleTrace.Outcome.NOT_MATCHED, mismatch.toString()))
                .orElseGet(() -> new RuleTrace(rule.name(), RuleTrace.Outcome.MATCHED, ""));
    }

    private static RuleTrace afterFinal(Rule rule, String last) {
        return rule.enabled()
                ? new RuleTrace(rule.name(), RuleTrace.Outcome.AFTER_FINAL, "`" + last + "` is final")
                : new RuleTrace(rule.name(), RuleTrace.Outcome.DISABLED, "enabled: false");
    }
}
