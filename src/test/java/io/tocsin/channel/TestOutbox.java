package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.http.ReadHttpAnswer;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.receiver.LaneOption;
import io.tocsin.net.guard.Steps;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** Stands in for the {@code outbox:} component: a test pushes one delivery into a receiver's lane and sees its outcome. */
final class TestOutbox extends DefaultComponent {
    private final ExecutorService steps = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "steps");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, DefaultConsumer> lanes = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> options = new ConcurrentHashMap<>();

    /**
     * What became of a delivery; no exception is a delivery that arrived.
     *
     * @param thread what the route stored of the provider's name for the incident
     */
    record Outcome(Optional<Exception> exception, Optional<String> answer, Optional<JsonNode> thread) {
        boolean delivered() {
            return exception.isEmpty();
        }

        Failure failure() {
            return new Judge(InstantSource.system()).judge(exception.orElseThrow());
        }
    }

    /** What the receiver's lane was told: by its route, its file, its channel. */
    Map<String, Object> options(String receiver) {
        return options.get(receiver);
    }

    Outcome send(String receiver, ObjectNode message, Map<String, Object> headers) throws Exception {
        DefaultConsumer lane = lanes.get(receiver);
        Exchange exchange = lane.getEndpoint().createExchange();
        exchange.getMessage().setBody(message);
        exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        exchange.setVariable("deliveryId", message.at("/delivery/id").asText());
        exchange.setVariable(
                "idempotencyKey", message.at("/delivery/idempotencyKey").asText());
        exchange.setVariable("attempt", message.at("/delivery/attempt").asInt());
        exchange.setVariable("receiver", receiver);
        exchange.setVariable("address", message.at("/delivery/address").asText());
        exchange.setVariable(
                "possibleDuplicate", message.at("/delivery/possibleDuplicate").asBoolean());
        // As a lane does: no thread waits for an answer, and another one goes on with the route.
        exchange.setProperty(Steps.PROPERTY, (Steps) steps::execute);
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        lane.getAsyncProcessor().process(exchange, sync -> ended.complete(exchange));
        ended.get(60, TimeUnit.SECONDS);
        return new Outcome(
                Optional.ofNullable(exchange.getException()),
                Optional.ofNullable(exchange.getVariable(ReadHttpAnswer.ANSWER, String.class)),
                Optional.ofNullable(exchange.getVariable("thread", JsonNode.class))
                        .filter(JsonNode::isObject));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String receiver, Map<String, Object> parameters) {
        Map<String, Object> told = new HashMap<>();
        LaneOption.ofReceivers().stream()
                .map(LaneOption::option)
                .forEach(
                        name -> told.put(name, getCamelContext().resolvePropertyPlaceholders("{{lane:" + name + "}}")));
        told.putAll(parameters);
        options.put(receiver, Map.copyOf(told));
        parameters.clear();
        return new Lane(uri, this, receiver);
    }

    private static final class Lane extends DefaultEndpoint {
        private final String receiver;

        Lane(String uri, TestOutbox outbox, String receiver) {
            super(uri, outbox);
            this.receiver = receiver;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("a test pushes with send()");
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            DefaultConsumer consumer = new DefaultConsumer(this, processor);
            ((TestOutbox) getComponent()).lanes.put(receiver, consumer);
            return consumer;
        }
    }
}
