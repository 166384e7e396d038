package io.tocsin.source.accept;

import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.model.token.Tokens;
import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Proof;
import io.tocsin.source.proof.Verdict;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The {@code routing_key} inside a PagerDuty event: a token of the source, or one of the keys that configuration names for
 * senders that insist on PagerDuty's 32 characters.
 */
public final class RoutingKeyProof implements Proof {
    /** The least number of characters of a key. */
    public static final int SHORTEST = 32;

    private final StrictJson json = new StrictJson();
    private final Tokens tokens;
    private final List<byte[]> hashes;

    /**
     * @param tokens the hub's own
     * @param keys further ones, commas between; empty for none
     * @throws IllegalArgumentException if one has fewer than 32 characters
     */
    public RoutingKeyProof(Tokens tokens, String keys) {
        this.tokens = tokens;
        refusal(keys).ifPresent(found -> {
            throw new IllegalArgumentException("found " + found + "; expected at least " + SHORTEST);
        });
        this.hashes = split(keys).map(Tokens::hash).toList();
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
            return json.texts(body).getOrDefault("routing_key", "");
        } catch (UnreadableException notJson) {
            return "";
        }
    }

    /** What is wrong with a list of keys, without repeating any; empty where it may be used. */
    public static Optional<String> refusal(String keys) {
        return split(keys)
                .filter(key -> key.length() < SHORTEST)
                .findFirst()
                .map(key -> "a key of " + key.length() + (key.length() == 1 ? " character" : " characters"));
    }

    private static Stream<String> split(String keys) {
        return Arrays.stream(keys.split(",")).map(String::strip).filter(key -> !key.isEmpty());
    }
}
