package io.tocsin.app.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.demo.EventTrace.AlertTrace;
import io.tocsin.app.demo.EventTrace.DeliveryTrace;
import io.tocsin.app.demo.EventTrace.RuleTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a step of the tour can do: send something in, see what the hub makes of it, see what arrives; and tell of each as
 * it happens.
 */
final class Stage {

    /** What the demo's own sinks play; what a rule of the user's own names beside them is told, and not waited for. */
    private static final Set<String> SINKS =
            Set.of(ChatSink.RECEIVER, OpsSink.RECEIVER, MailSink.RECEIVER, FlakySink.RECEIVER);

    private final Demo demo;
    private final Screen screen;
    private final Patience patience;
    private int mark;

    Stage(Demo demo, Screen screen, Patience patience) {
        this.demo = demo;
        this.screen = screen;
        this.patience = patience;
    }

    Demo demo() {
        return demo;
    }

    Screen screen() {
        return screen;
    }

    Patience patience() {
        return patience;
    }

    /** From now on, only what arrives later counts. */
    void clear() {
        mark = demo.receipts().count();
    }

    /** Sends a message to the queue and waits until the hub has stored it; returns the event's id. */
    String queue(ObjectNode message, String form, String externalId) throws MissingException {
        demo.queue().send(message.toString());
        String event = patience.await("event " + externalId, () -> demo.traces().byExternalId(externalId));
        screen.fact("in", "SQS", form + " from " + QueueServer.NAME + " → " + event);
        return event;
    }

    /** Posts an event; its answer must be this status. */
    String post(String source, ObjectNode event, String key, String expected) throws MissingException {
        HubClient.Answer answer = demo.client().post(source, event, key);
        screen.fact("in", "HTTP", "POST /v1/events/" + source + " → 202 " + answer.status() + ", " + answer.id());
        if (!answer.status().equals(expected)) {
            throw new MissingException("expected the answer " + expected + ", got " + answer.status());
        }
        return answer.id();
    }

    /** Waits until the hub has decided what an event means and who is told. */
    EventTrace decided(String event) throws MissingException {
        EventTrace trace =
                patience.await("the decision on " + event, () -> demo.traces().decided(event));
        for (AlertTrace alert : trace.alerts()) {
            screen.fact(
                    "mapping", trace.mapping(), alert.title() + "  (" + alert.status() + ", " + alert.severity() + ")");
            for (RuleTrace rule : alert.rules()) {
                screen.fact("rule", rule.rule(), rule.verdict() + told(trace, rule));
            }
        }
        if (trace.mapping().isEmpty()) {
            throw new MissingException("no mapping took event " + event);
        }
        return trace;
    }

    /** Waits until these receivers have got what the event says, and the hub knows that they have. */
    void got(EventTrace trace, String... receivers) throws MissingException {
        List<DeliveryTrace> awaited = new ArrayList<>();
        for (String receiver : receivers) {
            awaited.add(trace.to(receiver));
        }
        try {
            for (DeliveryTrace delivery : awaited) {
                patience.until("the message to " + delivery.receiver(), () -> hasArrived(delivery));
            }
        } finally {
            arrived(awaited).forEach(receipt -> screen.fact("got", receipt.receiver(), receipt.headline()));
        }
        for (DeliveryTrace delivery : awaited) {
            settled(trace.id(), delivery);
        }
        List<DeliveryTrace> others = trace.deliveries().stream()
                .filter(delivery -> !SINKS.contains(delivery.receiver()))
                .toList();
        for (DeliveryTrace other : others) {
            settled(trace.id(), other);
            screen.fact("got", other.receiver(), "by rule " + other.rule());
        }
    }

    /** Waits for the next message of an incident to a receiver. */
    Receipt heard(String receiver, String incident, String what) throws MissingException {
        Receipt receipt = patience.await(what, () -> demo
                .receipts()
                .after(mark, one -> one.receiver().equals(receiver) && one.isTaken() && one.mentions(incident))
                .stream()
                .findFirst());
        screen.fact("got", receiver, receipt.headline());
        return receipt;
    }

    /** Waits for the next mail to an address that says this. */
    Receipt mail(String address, String what) throws MissingException {
        return patience.await("the mail to " + address, () -> demo
                .receipts()
                .after(
                        mark,
                        one -> one.receiver().equals(MailSink.RECEIVER)
                                && one.headline().contains(address)
                                && one.headline().contains(what))
                .stream()
                .findFirst());
    }

    /** Waits until an event is decided, and gives the incident that a rule has for it. */
    String incidentOf(String event, String rule) throws MissingException {
        return patience.await("the decision on " + event, () -> demo.traces().decided(event)).alerts().stream()
                .flatMap(alert -> alert.rules().stream())
                .filter(one -> one.rule().equals(rule) && !one.incident().isEmpty())
                .map(RuleTrace::incident)
                .findFirst()
                .orElseThrow(() -> new MissingException(
                        "event " + event + " is in no incident of rule " + rule + ", which demo/rules should have"));
    }

    /** Waits until the hub has a delivery down as delivered. */
    void settled(String event, DeliveryTrace delivery) throws MissingException {
        patience.until("the end of the delivery " + delivery.id() + " to " + delivery.receiver(), () -> demo.traces()
                .delivery(event, delivery.id())
                .filter(DeliveryTrace::isDelivered)
                .isPresent());
    }

    private boolean hasArrived(DeliveryTrace delivery) {
        return !demo.receipts().after(mark, receipt -> isOf(receipt, delivery)).isEmpty();
    }

    private List<Receipt> arrived(List<DeliveryTrace> deliveries) {
        return demo.receipts()
                .after(mark, receipt -> deliveries.stream().anyMatch(delivery -> isOf(receipt, delivery)));
    }

    /** A chat message names its incident only; mails and webhooks name the delivery. */
    private static boolean isOf(Receipt receipt, DeliveryTrace delivery) {
        String id = delivery.receiver().equals(ChatSink.RECEIVER) ? delivery.incident() : delivery.id();
        return receipt.receiver().equals(delivery.receiver()) && receipt.isTaken() && receipt.mentions(id);
    }

    private static String told(EventTrace trace, RuleTrace rule) {
        List<String> receivers = trace.deliveries().stream()
                .filter(delivery -> delivery.rule().equals(rule.rule()))
                .map(DeliveryTrace::receiver)
                .toList();
        return receivers.isEmpty() ? ", nobody is notified" : " → " + String.join(", ", receivers);
    }
}
