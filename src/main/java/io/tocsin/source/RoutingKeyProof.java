package io.tocsin.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.proof.Claim;
import io.tocsin.proof.Proof;
import io.tocsin.proof.Verdict;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The {@code routing_key} inside a PagerDuty event: a token of the source, or one of the keys that configuration names for
 * senders that insist on PagerDuty's 32 characters.
 */
public final class RoutingKeyProof implements Proof {
    private static final int SHORTEST = 32;

    private final ObjectMapper json = new ObjectMapper();
    private final Tokens tokens;
    private final List<byte[]> hashes;

    /**
     * @param tokens the hub's own
     * @param keys further ones, commas between; empty for none
     * @throws IllegalArgumentException if one has fewer than 32 characters
     */
    public RoutingKeyProof(Tokens tokens, String keys) {
        this.tokens = tokens;
        this.hashes = Arrays.stream(keys.split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .map(RoutingKeyProof::hash)
                .toList();
    }

    @Override
    public CompletionStage<Verdict> verify(Claim claim) {
        String key = key(claim.body());
        byte[] hash = Tokens.hash(key);
        boolean known = tokens.verify(claim.source(), key);
        for (byte[] one : hashes) { // to its end, as everywhere
            known |= MessageDigest.isEqual(one, hash);
        }
        return CompletableFuture.completedFuture(
                known ? Verdict.Genuine.PLAIN : new Verdict.Refused("its routing_key is missing or not known"));
    }

    private String key(byte[] body) {
        try {
            return json.readTree(body).path("routing_key").asText("");
        } catch (IOException notJson) {
            return "";
        }
    }

    private static byte[] hash(String key) {
        if (key.length() < SHORTEST) {
            throw new IllegalArgumentException("pagerduty.routing-keys: found a key of " + key.length()
                    + " characters; expected at least " + SHORTEST + "; mend: make one with openssl rand -hex 16");
        }
        return Tokens.hash(key);
    }
}
