package io.tocsin.source.accept;

import io.tocsin.model.token.Tokens;
import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Proof;
import io.tocsin.source.proof.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A token of the hub's own, in whichever of these ways a sender can be told to show it: {@code Authorization: Bearer},
 * {@code Authorization: GenieKey} as clients of Opsgenie do,
 * {@code Authorization: Basic} with the token as password and any user, or {@code X-Api-Key}.
 */
final class TokenProof implements Proof {
    private static final Verdict REFUSED = new Verdict.Refused("no token of this source");

    private final Tokens tokens;

    TokenProof(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public CompletionStage<Verdict> verify(Claim claim) {
        boolean known = tokens.verify(claim.source(), shown(claim));
        return CompletableFuture.completedFuture(known ? Verdict.Genuine.PLAIN : REFUSED);
    }

    @Override
    public boolean byHeadAlone() {
        return true;
    }

    private static String shown(Claim claim) {
        String authorization = claim.header("Authorization").orElse("");
        String[] parts = authorization.strip().split("\\s+", 2);
        String credentials = parts.length < 2 ? "" : parts[1];
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer", "geniekey" -> credentials;
            case "basic" -> password(credentials);
            default -> claim.header("X-Api-Key").orElse("");
        };
    }

    private static String password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return decoded.substring(decoded.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
