package io.tocsin.source;

import io.tocsin.source.accept.BodyBytes;
import io.tocsin.source.accept.InboundFilter;
import io.tocsin.source.kafka.KafkaClients;
import io.tocsin.source.kafka.KafkaIntake;
import io.tocsin.source.proof.BasicProof;
import io.tocsin.source.proof.Ed25519Proof;
import io.tocsin.source.proof.FormProof;
import io.tocsin.source.proof.HmacProof;
import io.tocsin.source.proof.KeyProof;
import io.tocsin.source.proof.NoProof;
import io.tocsin.source.proof.StandardWebhooksProof;
import io.tocsin.source.proof.TwilioProof;
import io.tocsin.source.sns.SnsProof;
import io.tocsin.source.sns.SnsProtocol;
import io.tocsin.source.sqs.SqsClients;
import io.tocsin.source.sqs.SqsIntake;
import org.apache.camel.spi.Registry;

/** The beans that the route files in {@code routes/sources} name. */
public final class SourceBeans {

    private SourceBeans() {}

    /**
     * Binds what senders are authenticated by and what fetches events, a new one each time that a template's {@code beans:} has
     * {@code type: "#bean:hmacProof"}, and {@code sqsClients}, whose method {@code of} makes a client.
     *
     * @param registry of the Camel context that will load the route files
     */
    public static void bindTo(Registry registry) {
        bindTo(registry, BodyBytes.ofHeap());
    }

    /**
     * The same with another bound on what all that arrives may cost in memory.
     *
     * @param bodies shared by all sources
     */
    public static void bindTo(Registry registry, BodyBytes bodies) {
        registry.bind("bodyBytes", bodies);
        registry.bind("noProof", new NoProof());
        registry.bind("sqsClients", new SqsClients());
        // Object: nothing that Camel looks for by its type may find these.
        registry.bindAsPrototype("keyProof", Object.class, KeyProof::new);
        registry.bindAsPrototype("formProof", Object.class, FormProof::new);
        registry.bindAsPrototype("basicProof", Object.class, BasicProof::new);
        registry.bindAsPrototype("hmacProof", Object.class, HmacProof::new);
        registry.bindAsPrototype("ed25519Proof", Object.class, Ed25519Proof::new);
        registry.bindAsPrototype("standardWebhooksProof", Object.class, StandardWebhooksProof::new);
        registry.bindAsPrototype("twilioProof", Object.class, TwilioProof::new);
        registry.bindAsPrototype("snsProof", Object.class, SnsProof::new);
        registry.bindAsPrototype("snsProtocol", Object.class, SnsProtocol::new);
        registry.bindAsPrototype("kafkaClients", Object.class, () -> new KafkaClients(bodies));
        registry.bindAsPrototype("kafkaIntake", Object.class, () -> new KafkaIntake(bodies));
        registry.bindAsPrototype("sqsIntake", Object.class, () -> new SqsIntake(bodies));
        registry.bindAsPrototype("inboundFilter", Object.class, InboundFilter::new);
    }
}
