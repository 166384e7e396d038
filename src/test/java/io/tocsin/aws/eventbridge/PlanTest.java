package io.tocsin.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.aws.access.AwsAccess;
import io.tocsin.aws.access.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:ops";
    private static final String EC2 = "{\"source\": [\"aws.ec2\"], \"labels\": {\"action\": [\"stop\"]}}";
    private static final String PIPELINE =
            "{\"source\": [\"aws.codepipeline\"], \"labels\": {\"pipeline\": [\"deploy\"]}}";

    private final MemoryBus bus = new MemoryBus();

    @Test
    void aSecondRunHasNothingToDo() {
        assertThat(run(EC2, PIPELINE)).contains("Done.").anyMatch(line -> line.startsWith("create     tocsin-prod-1"));
        assertThat(run(EC2, PIPELINE))
                .contains("Nothing to do.")
                .anyMatch(line -> line.startsWith("unchanged  tocsin-prod-1"))
                .noneMatch(line -> line.startsWith("create"));
    }

    @Test
    void aDryRunShowsThePlanAndDoesNothing() {
        assertThat(provisioning(EC2).run(bus, true))
                .contains("Nothing was done: it was a dry run.")
                .anyMatch(line ->
                        line.startsWith("create     tocsin-prod-1  {\"detail\":{\"instance-action\":[\"stop\"]}"))
                .anyMatch(line -> line.contains("needs"));
        assertThat(bus.rules).isEmpty();
    }

    @Test
    void whatNoRuleNeedsAnyMoreIsRemovedAndTheRestKeepsItsName() {
        run(EC2, PIPELINE);
        String kept = bus.rules.values().stream()
                .filter(rule -> rule.pattern().toString().contains("codepipeline"))
                .findFirst()
                .orElseThrow()
                .name();
        assertThat(run(PIPELINE)).anyMatch(line -> line.startsWith("remove     "));
        assertThat(bus.rules).containsOnlyKeys(kept);
    }

    @Test
    void aRuleThatSomebodyChangedOrSwitchedOffIsPutRight() {
        run(EC2);
        bus.rules.replaceAll((name, rule) -> new BusRule(name, rule.pattern(), false, rule.targets()));
        assertThat(run(EC2)).anyMatch(line -> line.startsWith("update     tocsin-prod-1"));
        bus.rules.replaceAll((name, rule) -> new BusRule(name, rule.pattern(), true, List.of()));
        assertThat(run(EC2)).anyMatch(line -> line.startsWith("update     tocsin-prod-1"));
        assertThat(run(EC2)).contains("Nothing to do.");
    }

    @Test
    void aRuleByWhichOthersSendIsDetachedAndNotRemoved() {
        run(EC2);
        bus.rules.computeIfPresent("tocsin-prod-1", (name, rule) -> {
            List<BusRule.Target> targets = new ArrayList<>(rule.targets());
            targets.add(new BusRule.Target("theirs", "arn:theirs"));
            return new BusRule(name, rule.pattern(), true, targets);
        });
        assertThat(run(PIPELINE)).anyMatch(line -> line.startsWith("detach     tocsin-prod-1"));
        assertThat(bus.rules.get("tocsin-prod-1").targets())
                .containsExactly(new BusRule.Target("theirs", "arn:theirs"));
        assertThat(run(PIPELINE)).contains("Nothing to do.");
    }

    @Test
    void aPatternThatIsTooLongForEventBridgeBecomesSeveralRules() {
        String accounts =
                IntStream.range(0, 400).mapToObj(n -> "\"%012d\"".formatted(n)).collect(Collectors.joining(", "));
        run("{\"source\": [\"aws.ec2\"], \"labels\": {\"action\": [\"stop\"], \"account\": [" + accounts + "]}}");

        assertThat(bus.rules.size()).isGreaterThan(2);
        assertThat(bus.rules.values())
                .allMatch(rule -> rule.pattern().toString().length() <= Plan.PATTERN);
        assertThat(bus.rules.values().stream().flatMap(rule -> IntStream.range(
                                0, rule.pattern().path("account").size())
                        .mapToObj(n -> rule.pattern().path("account").get(n).asText())))
                .hasSize(400)
                .doesNotHaveDuplicates();
    }

    @Test
    void theQueuePolicyLetsInThisHubsRulesOnly() {
        var policy = QueuePolicy.of(order("orders"));
        assertThat(policy.at("/Statement/0/Condition/ArnLike/aws:SourceArn").asText())
                .isEqualTo("arn:aws:events:eu-west-1:111122223333:rule/orders/tocsin-prod-*");
        assertThat(policy.at("/Statement/0/Condition/StringEquals/aws:SourceAccount")
                        .asText())
                .isEqualTo("111122223333");
        assertThat(policy.at("/Statement/0/Resource").asText()).isEqualTo(QUEUE);
        assertThat(QueuePolicy.of(order("default"))
                        .at("/Statement/0/Condition/ArnLike/aws:SourceArn")
                        .asText())
                .isEqualTo("arn:aws:events:eu-west-1:111122223333:rule/tocsin-prod-*");
    }

    private List<String> run(String... rules) {
        return provisioning(rules).run(bus, false);
    }

    private static Provisioning provisioning(String... rules) {
        return new Provisioning(Shipped.rules(rules), Shipped.mappings(), order("default"));
    }

    private static ProvisionOrder order(String bus) {
        return new ProvisionOrder(
                "prod",
                bus,
                QUEUE,
                new AwsAccess("eu-west-1", Optional.empty(), new Identity.Chain(), Optional.empty()));
    }

    /** A bus in memory, that behaves as EventBridge does. */
    private static final class MemoryBus implements Bus {
        private final Map<String, BusRule> rules = new TreeMap<>();

        @Override
        public List<BusRule> rules(String prefix) {
            return rules.values().stream()
                    .filter(rule -> rule.name().startsWith(prefix))
                    .toList();
        }

        @Override
        public void put(WantedRule rule, String queueArn) {
            rules.put(
                    rule.name(),
                    new BusRule(rule.name(), rule.pattern(), true, List.of(new BusRule.Target(TARGET, queueArn))));
        }

        @Override
        public void remove(BusRule rule) {
            List<BusRule.Target> left = rule.targets().stream()
                    .filter(target -> !target.id().equals(TARGET))
                    .toList();
            if (left.isEmpty()) {
                rules.remove(rule.name());
            } else {
                rules.put(rule.name(), new BusRule(rule.name(), rule.pattern(), true, left));
            }
        }
    }
}
