package io.tocsin.aws.eventbridge;

import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Brings the hub's rules on an event bus up to date: what {@code ./hub eventbridge provision} does. */
public final class Provisioning {
    private static final String CLIENT = "tocsinEventBridge";

    private final List<Need> needs;
    private final ProvisionOrder order;

    /**
     * @param rules what the hub's rules ask for
     * @param mappings what its events mean
     * @param order which bus and which queue
     */
    public Provisioning(Rules rules, Mappings mappings, ProvisionOrder order) {
        this.needs = new Needs(mappings).of(rules);
        this.order = order;
    }

    /**
     * Looks what is to be done and, unless it is a dry run, does it. A dry run shows the plan without AWS, too: then as for a
     * bus that has no rules of this hub, and says so.
     *
     * @param context has the component aws2-eventbridge
     * @return the plan, what became of it, and the policy that the queue needs; a line each
     * @throws ProvisioningException if EventBridge refuses something, or a pattern is longer than it takes
     */
    public List<String> run(CamelContext context, boolean dryRun) {
        try (EventBridgeClient client =
                order.access().tell(EventBridgeClient.builder()).build()) {
            context.getRegistry().bind(CLIENT, client);
            try (ProducerTemplate template = context.createProducerTemplate()) {
                template.start();
                return run(new CamelBus(template, CLIENT, order.bus()), dryRun);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                context.getRegistry().unbind(CLIENT);
            }
        }
    }

    List<String> run(Bus bus, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        Plan plan = plan(there(bus, dryRun, lines));
        lines.addAll(plan.lines());
        if (plan.isDone()) {
            lines.add("Nothing to do.");
        } else if (dryRun) {
            lines.add("Nothing was done: it was a dry run.");
        } else {
            plan.apply(bus, order.queueArn());
            lines.add("Done.");
        }
        lines.add("The queue's policy must have this statement, or EventBridge drops what it would send:");
        lines.add(QueuePolicy.of(order).toPrettyString());
        return lines;
    }

    private List<BusRule> there(Bus bus, boolean dryRun, List<String> lines) {
        try {
            return bus.rules(order.prefix());
        } catch (ProvisioningException unknown) {
            if (!dryRun) {
                throw unknown;
            }
            lines.add("Which rules the bus has is not known (" + unknown.getMessage() + ").");
            lines.add("This is the plan for a bus that has none of this hub's:");
            return List.of();
        }
    }

    private Plan plan(List<BusRule> there) {
        try {
            return Plan.of(needs, order.prefix(), there, order.queueArn());
        } catch (IllegalArgumentException tooLong) {
            throw new ProvisioningException(tooLong.getMessage());
        }
    }
}
