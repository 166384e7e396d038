package io.tocsin.source.sns;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tocsin.model.event.Arrival;
import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What SNS posts, field by field, signed with a key of the test's own. */
record Posted(Map<String, String> fields) {
    static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:alarms";
    static final String HOST = "https://sns.eu-west-1.amazonaws.com";
    static final String CERTIFICATE = HOST + "/SimpleNotificationService-7506a1e35b36ef5a.pem";
    static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    static final List<String> SIGNED_OF_NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    static final List<String> SIGNED_OF_SUBSCRIPTION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    static Posted notification() {
        return new Posted(Map.of())
                .with("Type", "Notification")
                .with("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
                .with("TopicArn", TOPIC)
                .with("Subject", "disk")
                .with("Message", "{\"title\":\"disk full: é\"}")
                .with("Timestamp", "2026-08-20T10:00:00.000Z")
                .with("UnsubscribeURL", HOST + "/?Action=Unsubscribe")
                .with("SigningCertURL", CERTIFICATE);
    }

    static Posted subscription(String type) {
        String token = "2336412f37fb687f5d51e6e2425929f5";
        return new Posted(Map.of())
                .with("Type", type)
                .with("MessageId", "165545c9-2a5c-472c-8df2-7ff2be2b3b1b")
                .with("Token", token)
                .with("TopicArn", TOPIC)
                .with("Message", "You have chosen to subscribe.\nVisit the SubscribeURL.")
                .with("SubscribeURL", HOST + "/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=" + token)
                .with("Timestamp", "2026-08-20T10:00:00.000Z")
                .with("SigningCertURL", CERTIFICATE);
    }

    Posted with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Posted(more);
    }

    Posted without(String field) {
        Map<String, String> fewer = new LinkedHashMap<>(fields);
        fewer.remove(field);
        return new Posted(fewer);
    }

    Posted signed(String version, PrivateKey key) {
        StringBuilder text = new StringBuilder();
        List<String> names =
                fields.get("Type").equals("Notification") ? SIGNED_OF_NOTIFICATION : SIGNED_OF_SUBSCRIPTION;
        names.stream()
                .filter(fields::containsKey)
                .forEach(name ->
                        text.append(name).append('\n').append(fields.get(name)).append('\n'));
        try {
            Signature rsa = Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
            rsa.initSign(key);
            rsa.update(text.toString().getBytes(StandardCharsets.UTF_8));
            return with("SignatureVersion", version)
                    .with("Signature", Base64.getEncoder().encodeToString(rsa.sign()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** This message with one bit of a field changed, for each bit of its characters. */
    Stream<Posted> withOneBitChanged(String field) {
        String value = fields.get(field);
        return IntStream.range(0, value.length() * 8).mapToObj(bit -> {
            char[] changed = value.toCharArray();
            changed[bit / 8] ^= (char) (1 << (bit % 8));
            return with(field, new String(changed));
        });
    }

    byte[] body() {
        return new JsonMapper().valueToTree(fields).toString().getBytes(StandardCharsets.UTF_8);
    }

    Verdict shownTo(SnsProof proof) {
        return shownTo(proof, body(), NOW);
    }

    static Verdict shownTo(SnsProof proof, byte[] body, Instant at) {
        Claim claim = new Claim("sns", name -> Optional.empty(), Map.of(), body, at);
        return proof.verify(claim).toCompletableFuture().join();
    }

    boolean isBelievedBy(SnsProof proof) {
        return shownTo(proof) instanceof Verdict.Genuine;
    }

    Arrival arrival() {
        return new Arrival(
                "sns",
                "text/plain; charset=UTF-8",
                Map.of(),
                Optional.empty(),
                Optional.of(fields.get("MessageId")),
                body(),
                Map.of());
    }
}
