package io.tocsin.source.kafka;

import io.tocsin.model.event.Envelope;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.KeptHeaders;
import io.tocsin.source.accept.BodyBytes;
import io.tocsin.source.accept.IdentityName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Reads the records of one poll into events, all of them in one list, and notes what to commit once they are stored.
 *
 * <p>A record whose value is null is none: it says that its key was deleted. Any other becomes an event, also one that
 * isn't JSON (see {@link Envelope}); bytes that aren't UTF-8 are replaced by U+FFFD in it.
 */
public class KafkaIntake implements Processor {
    private final BodyBytes bodies;
    private final Envelope envelope = new Envelope();
    private String source = "";
    private String identity = "";
    private List<String> keepHeaders = List.of();

    /** @param bodies what all that arrives may cost in memory */
    public KafkaIntake(BodyBytes bodies) {
        this.bodies = bodies;
    }

    /** @param source the source's name in the hub */
    public void setSource(String source) {
        this.source = source;
    }

    /** The source's name in the hub. */
    public String getSource() {
        return source;
    }

    /** @param identity what the alerts of several sources have in common that shall be one; blank: the source's name */
    public void setIdentity(String identity) {
        this.identity = IdentityName.checked(identity, "kafka-source");
    }

    /** What the alerts of several sources have in common that shall be one; empty: the source's name. */
    public String getIdentity() {
        return identity;
    }

    /** @param names record headers to keep as attributes {@code header.<name in lower case>}, with a comma between */
    public void setKeepHeaders(String names) {
        this.keepHeaders = KeptHeaders.names(names);
    }

    /** The record headers to keep, with a comma between. */
    public String getKeepHeaders() {
        return String.join(",", keepHeaders);
    }

    /** The body, a list of exchanges with a record each, becomes a list of drafts. */
    @Override
    public void process(Exchange batch) {
        List<?> records = batch.getMessage().getBody(List.class);
        BodyBytes.Share share = bodies.fetched(records.stream()
                .mapToLong(one -> size(((Exchange) one).getMessage().getBody()))
                .sum());
        batch.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                share.giveBack();
            }
        });
        List<EventDraft> drafts = new ArrayList<>(records.size());
        Map<String, KafkaManualCommit> offsets = new LinkedHashMap<>();
        for (Object one : records) {
            Message record = ((Exchange) one).getMessage();
            drafts.addAll(events(record));
            String partition =
                    record.getHeader(KafkaConstants.TOPIC) + "-" + record.getHeader(KafkaConstants.PARTITION);
            offsets.put(partition, record.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        batch.setVariable(KafkaClients.OFFSETS, List.copyOf(offsets.values()));
        batch.getMessage().setBody(drafts);
    }

    private static long size(Object value) {
        return value instanceof byte[] bytes ? bytes.length : 0;
    }

    private List<EventDraft> events(Message record) {
        if (record.getBody() == null) {
            return List.of();
        }
        String place = record.getHeader(KafkaConstants.TOPIC) + "-" + record.getHeader(KafkaConstants.PARTITION) + "@"
                + record.getHeader(KafkaConstants.OFFSET);
        // The time tells a topic that was deleted and made again, which counts its offsets from 0, from the first one.
        String id = "kafka:" + place + ":" + record.getHeader(KafkaConstants.TIMESTAMP);
        String body = new String((byte[]) record.getBody(), StandardCharsets.UTF_8);
        String scope = new IdentityName(identity).of(source, Map.of());
        return envelope.unwrap(source, id, body, facts(record, place)).stream()
                .map(draft -> draft.in(scope))
                .toList();
    }

    private Map<String, String> facts(Message record, String place) {
        Map<String, String> facts = new HashMap<>();
        facts.put("kafka-record", place);
        if (record.getHeader(KafkaConstants.HEADERS) instanceof Headers headers) {
            for (String name : keepHeaders) {
                Header header = headers.lastHeader(name);
                if (header != null && header.value() != null) {
                    KeptHeaders.keep(facts, name, new String(header.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return facts;
    }
}
