package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** A bus through camel-aws2-eventbridge, whose {@code pojoRequest} takes AWS's own requests whole. */
final class CamelBus implements Bus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGES_OF_ONE_GROUP = "tocsin";

    private final ProducerTemplate template;
    private final String client;
    private final String bus;

    /**
     * @param template sends to the component
     * @param client the name under which the EventBridge client is bound
     * @param bus the bus's name
     */
    CamelBus(ProducerTemplate template, String client, String bus) {
        this.template = template;
        this.client = client;
        this.bus = bus;
    }

    @Override
    public List<BusRule> rules(String prefix) {
        List<BusRule> rules = new ArrayList<>();
        String next = null;
        do {
            ListRulesResponse page = ask(
                    "listRules",
                    ListRulesRequest.builder()
                            .eventBusName(bus)
                            .namePrefix(prefix)
                            .nextToken(next)
                            .build(),
                    ListRulesResponse.class);
            page.rules().stream()
                    .filter(rule -> rule.name().substring(prefix.length()).matches("\\d+"))
                    .forEach(rule -> rules.add(read(rule)));
            next = page.nextToken();
        } while (next != null);
        return rules;
    }

    private BusRule read(Rule rule) {
        return new BusRule(rule.name(), pattern(rule), rule.state() == RuleState.ENABLED, targets(rule.name()));
    }

    private List<BusRule.Target> targets(String rule) {
        ListTargetsByRuleResponse answer = ask(
                "listTargetsByRule",
                ListTargetsByRuleRequest.builder().eventBusName(bus).rule(rule).build(),
                ListTargetsByRuleResponse.class);
        return answer.targets().stream()
                .map(target -> new BusRule.Target(target.id(), target.arn()))
                .toList();
    }

    private static JsonNode pattern(Rule rule) {
        try {
            return rule.eventPattern() == null ? MissingNode.getInstance() : JSON.readTree(rule.eventPattern());
        } catch (JsonProcessingException notOurs) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void put(WantedRule rule, String queueArn) {
        ask(
                "putRule",
                PutRuleRequest.builder()
                        .eventBusName(bus)
                        .name(rule.name())
                        .description("Made by ./hub eventbridge provision: events that the hub's rules need")
                        .eventPattern(rule.pattern().toString())
                        .state(RuleState.ENABLED)
                        .build(),
                Object.class);
        Target.Builder target = Target.builder().id(TARGET).arn(queueArn);
        if (queueArn.endsWith(".fifo")) {
            target.sqsParameters(queue -> queue.messageGroupId(MESSAGES_OF_ONE_GROUP));
        }
        PutTargetsResponse put = ask(
                "putTargets",
                PutTargetsRequest.builder()
                        .eventBusName(bus)
                        .rule(rule.name())
                        .targets(target.build())
                        .build(),
                PutTargetsResponse.class);
        if (put.failedEntryCount() != null && put.failedEntryCount() > 0) {
            throw new ProvisioningException("EventBridge did not take the queue as target of " + rule.name() + ": "
                    + put.failedEntries().get(0).errorMessage());
        }
    }

    @Override
    public void remove(BusRule rule) {
        RemoveTargetsResponse removed = ask(
                "removeTargets",
                RemoveTargetsRequest.builder()
                        .eventBusName(bus)
                        .rule(rule.name())
                        .ids(TARGET)
                        .build(),
                RemoveTargetsResponse.class);
        if (removed.failedEntryCount() != null
                && removed.failedEntryCount() > 0
                && !rule.targets().isEmpty()) {
            throw new ProvisioningException("EventBridge did not take the target off " + rule.name() + ": "
                    + removed.failedEntries().get(0).errorMessage());
        }
        if (!rule.hasOtherTargets()) {
            ask(
                    "deleteRule",
                    DeleteRuleRequest.builder()
                            .eventBusName(bus)
                            .name(rule.name())
                            .build(),
                    Object.class);
        }
    }

    private <T> T ask(String operation, Object request, Class<T> answer) {
        try {
            return answer.cast(template.requestBody(
                    "aws2-eventbridge:" + bus + "?pojoRequest=true&operation=" + operation + "&eventbridgeClient=#"
                            + client,
                    request));
        } catch (CamelExecutionException failed) {
            if (failed.getCause() instanceof SdkException refused) {
                throw new ProvisioningException(
                        "EventBridge refused " + operation + " on bus " + bus + ": " + refused.getMessage());
            }
            throw failed;
        }
    }
}
