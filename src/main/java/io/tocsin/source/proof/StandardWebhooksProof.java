package io.tocsin.source.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A signature by <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: {@code webhook-id},
 * {@code webhook-timestamp} and {@code webhook-signature}, where {@code v1} is an HMAC with a shared secret
 * ({@code whsec_}) and {@code v1a} an Ed25519 signature of the sender's key pair ({@code whpk_}). All three headers are
 * signed but the last; the id tells a repeat.
 *
 * <p>The reference library signs here and in the webhook channel. It doesn't judge: it knows one secret at a time, reads
 * the machine's clock, and stops at the first difference.
 */
public final class StandardWebhooksProof extends PromptProof {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final int LONGEST_ID = 255;

    private List<WebhookKey> keys = List.of();
    private Freshness freshness = Freshness.read("300");

    /** @param list {@code whsec_} or {@code whpk_} and base64, those that count, with commas or white space between */
    public void setSecrets(String list) {
        this.keys = Secrets.read("secrets", list).each(WebhookKey::read);
    }

    void setKeys(List<WebhookKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @param seconds how far the sender's time may be from ours, either way; default 300 */
    public void setTolerance(String seconds) {
        this.freshness = Freshness.read(seconds);
    }

    @Override
    public void ready() {
        Settings.require(!keys.isEmpty(), "secrets is missing; expected at least one");
    }

    @Override
    Verdict judge(Claim claim) {
        String id = claim.header(ID).orElse("");
        String timestamp = claim.header(TIMESTAMP).orElse("");
        String header = claim.header(SIGNATURE).orElse("");
        // What needs no secret comes first: it tells nothing, and nobody can have a body summed that can't be believed.
        if (id.isEmpty() || id.length() > LONGEST_ID || header.isEmpty()) {
            return new Verdict.Refused("no " + ID + " or " + SIGNATURE + " header, or two of them");
        }
        Optional<Instant> sent = seconds(timestamp);
        if (sent.isEmpty()) {
            return new Verdict.Refused("no seconds since 1970 in " + TIMESTAMP + ", or two of them");
        }
        if (!freshness.holds(sent.get(), claim.receivedAt())) {
            return freshness.refusal(TIMESTAMP);
        }
        ShownSignatures shown = ShownSignatures.read(header, "\\s+", StandardWebhooksProof::isOfAKnownVersion);
        if (!shown.areFew()) {
            return new Verdict.Refused(ShownSignatures.tooMany(SIGNATURE));
        }
        Optional<String> body = text(claim.body());
        if (body.isEmpty()) {
            return new Verdict.Refused("the body is not UTF-8");
        }
        return anyFits(shown, id, sent.get().getEpochSecond(), body.get())
                ? new Verdict.Genuine(Optional.of(id))
                : new Verdict.Refused("no signature in " + SIGNATURE + " fits");
    }

    private static boolean isOfAKnownVersion(String signature) {
        return signature.startsWith("v1,") || signature.startsWith("v1a,");
    }

    private boolean anyFits(ShownSignatures shown, String id, long timestamp, String body) {
        boolean fits = false;
        for (WebhookKey key : keys) {
            Predicate<String> made = key.signaturesOf(id, timestamp, body);
            for (String signature : shown.all()) {
                fits |= made.test(signature);
            }
        }
        return fits;
    }

    /** Only as the number is written that was signed: no leading zero, no sign. */
    private static Optional<Instant> seconds(String text) {
        return Freshness.time(text)
                .filter(time -> Long.toString(time.getEpochSecond()).equals(text));
    }

    /** Strictly: a decoder that puts a mark for what it can't read would let two bodies share a signature. */
    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "StandardWebhooksProof[" + keys.size() + " keys]";
    }
}
