package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.NamedFields;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.checkin.CheckIn;
import io.tocsin.model.incident.EscalationPolicy;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Shared;
import io.tocsin.model.pattern.Mismatch;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.recipient.Carrier;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.silence.FileHolds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private final List<Relation> relations;
    private final Map<String, Rule> byName;
    private final Recipients recipients;
    private final FileHolds holds;
    private final Map<String, EscalationPolicy> escalations;
    private final Map<String, CheckIn> checkIns;
    private final List<QuestionEntry> questions;
    private final String version;
    private final List<Rule> enabled;
    private final RuleIndex index;
    private final boolean anyUnless;
    private final Map<String, Policy> policies;
    private final NamedFields named;

    /**
     * @param rules in the order of the files and of the rules in each
     * @param recipients the people whom they tell
     * @param version what {@link #version()} answers
     */
    public Rules(List<Rule> rules, Recipients recipients, String version) {
        this(
                rules,
                rules.stream().map(Rule::naming).toList(),
                Groupings.NONE,
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                recipients,
                FileHolds.NONE,
                version);
    }

    /**
     * The same, of files in which something is wrong.
     *
     * @param namings whom the rules name, those included in which something is wrong
     * @param groupings which alerts are put together
     * @param relations which incidents know of each other
     * @param escalations who is paged until somebody acknowledges, by the names that rules have for it
     * @param checkIns who has to report in time, by name
     * @param questions what is asked of people
     * @param holds windows and inhibitions
     */
    Rules(
            List<Rule> rules,
            List<Naming> namings,
            Groupings groupings,
            List<Relation> relations,
            Map<String, EscalationPolicy> escalations,
            Map<String, CheckIn> checkIns,
            List<QuestionEntry> questions,
            Recipients recipients,
            FileHolds holds,
            String version) {
        this.rules = List.copyOf(rules);
        this.namings = List.copyOf(namings);
        this.groupings = groupings;
        this.relations = List.copyOf(relations);
        this.recipients = recipients;
        this.holds = holds;
        this.byName =
                rules.stream().collect(Collectors.toUnmodifiableMap(Rule::name, rule -> rule, (one, other) -> one));
        this.version = version;
        this.enabled = rules.stream().filter(Rule::enabled).toList();
        this.anyUnless = enabled.stream().anyMatch(rule -> !rule.unless().isEmpty());
        this.index = new RuleIndex(enabled.stream()
                .map(rule -> new RuleIndex.Condition(rule.when(), rule.matchers()))
                .toList());
        this.escalations = Map.copyOf(escalations);
        this.checkIns = Collections.unmodifiableMap(new LinkedHashMap<>(checkIns));
        this.questions = List.copyOf(questions);
        this.policies =
                enabled.stream().collect(Collectors.toUnmodifiableMap(Rule::name, this::policy, (one, other) -> one));
        this.named = NamedFields.among(enabled.stream()
                .flatMap(rule -> Stream.concat(rule.when().fields().stream(), labels(rule)))
                .collect(Collectors.toSet()));
    }

    private Policy policy(Rule rule) {
        return rule.escalate()
                .flatMap(name -> Optional.ofNullable(escalations.get(name)))
                .map(rule.policy()::escalating)
                .orElseGet(rule::policy);
    }

    private static Stream<String> labels(Rule rule) {
        return rule.matchers().stream()
                .flatMap(matchers -> matchers.matchers().stream())
                .map(matcher -> "labels." + matcher.name());
    }

    /** The enabled rules that apply to the alert, in order, up to and with the first final one. */
    public List<Rule> match(Alert alert) {
        return match(AlertJson.write(alert));
    }

    /** The same. @param alert as {@link AlertJson} writes it */
    public List<Rule> match(JsonNode alert) {
        List<Rule> fitting = index.match(alert).stream().map(enabled::get).toList();
        List<Rule> matched = fitting;
        if (anyUnless && fitting.size() > 1) {
            Set<String> names = fitting.stream().map(Rule::name).collect(Collectors.toSet());
            matched = fitting.stream()
                    .filter(rule -> Collections.disjoint(names, rule.unless()))
                    .toList();
        }
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
        Set<String> fitting = index.match(json).stream()
                .map(place -> enabled.get(place).name())
                .collect(Collectors.toSet());
        List<RuleTrace> traces = new ArrayList<>();
        Optional<String> ended = Optional.empty();
        for (Rule rule : rules) {
            RuleTrace trace = ended.map(last -> afterFinal(rule, last)).orElseGet(() -> trace(rule, json, fitting));
            traces.add(trace);
            if (trace.outcome() == RuleTrace.Outcome.MATCHED && rule.isFinal()) {
                ended = Optional.of(rule.name());
            }
        }
        return List.copyOf(traces);
    }

    /**
     * The names of the receivers that the rules which apply to an alert name, those included that reach people at their addresses.
     *
     * @param matched as {@link #match} answers
     * @param own the alert's own severity
     */
    public Set<String> receivers(List<Rule> matched, Severity own) {
        Set<String> names = new LinkedHashSet<>();
        for (Rule rule : matched) {
            names.addAll(rule.receivers());
            rule.people().stream()
                    .flatMap(people -> people.via().kinds(rule.severity().orElse(own)).stream())
                    .flatMap(kind -> recipients.carrier(kind).stream())
                    .map(Carrier::receiver)
                    .forEach(names::add);
        }
        return names;
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

    /**
     * What an alert has in common with others, so that their incidents are related.
     *
     * @param alert as {@link AlertJson} writes it
     */
    public List<Shared> shared(JsonNode alert) {
        return relations.isEmpty()
                ? List.of()
                : List.copyOf(relations.stream()
                        .flatMap(relation -> relation.of(alert).stream())
                        .collect(Collectors.toMap(Shared::key, one -> one, Rules::longer, LinkedHashMap::new))
                        .values());
    }

    /** Of two entries by the same fields the one with the longer time says all that the other does. */
    private static Shared longer(Shared one, Shared other) {
        return other.within().compareTo(one.within()) > 0 ? other : one;
    }

    /** The labels and annotations that the enabled ones ask for. */
    public NamedFields named() {
        return named;
    }

    /** Who is paged until somebody acknowledges, by the names that rules have for it. */
    public Map<String, EscalationPolicy> escalations() {
        return escalations;
    }

    /** Who has to report in time, by name, in the order of the files. */
    public Map<String, CheckIn> checkIns() {
        return checkIns;
    }

    /** What is asked of people, in the order of the files: the first that fits asks. */
    public List<QuestionEntry> questions() {
        return questions;
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

    private static RuleTrace trace(Rule rule, JsonNode alert, Set<String> fitting) {
        if (!rule.enabled()) {
            return new RuleTrace(rule.name(), RuleTrace.Outcome.DISABLED, "enabled: false");
        }
        return rule.when()
                .firstMismatch(alert)
                .map(Mismatch::toString)
                .or(() -> rule.matchers().flatMap(matchers -> matchers.firstMismatch(alert)))
                .or(() -> rule.unless().stream()
                        .filter(fitting::contains)
                        .findFirst()
                        .map(other -> "`" + other + "` fits, too, and it is for what that one does not fit (unless)"))
                .map(reason -> new RuleTrace(rule.name(), RuleTrace.Outcome.NOT_MATCHED, reason))
                .orElseGet(() -> new RuleTrace(rule.name(), RuleTrace.Outcome.MATCHED, ""));
    }

    private static RuleTrace afterFinal(Rule rule, String last) {
        return rule.enabled()
                ? new RuleTrace(rule.name(), RuleTrace.Outcome.AFTER_FINAL, "`" + last + "` is final")
                : new RuleTrace(rule.name(), RuleTrace.Outcome.DISABLED, "enabled: false");
    }
}
